"""Where the Upload page leads: to the next file once one is stored, to the ids where a file has a wrong one."""

from collections.abc import Callable

from measures.views.upload_view import START
from tests.pages.conftest import Reader
from tests.pages.test_upload import NEW, press, put, say, title


def test_a_stored_file_leaves_the_uploader_empty_and_who_comes_back_to_the_page_begins_anew(
    small: Callable[..., Reader],
) -> None:
    page = press(say(put(small().go("upload"), NEW)))
    assert title(page).startswith("Stored") and "Upload another file" in page.html
    assert [one.value for one in page.app.file_uploader] == [None]
    assert title(page.run()).startswith("Stored")
    assert title(page.go("status").go("upload")) == START.title


def test_a_wrong_id_leads_to_where_every_id_stands(small: Callable[..., Reader]) -> None:
    page = put(small().go("upload"), b"measure_id,quarter,value\nburgler,2017/18 Q1,3\n")
    assert 'The id of every measure stands under its name in <a href="rules#definitions"' in page.html
    assert "Id in a file: <code>burglary</code>" in page.go("rules").html
