"""`measures template`: the rows still outstanding for a quarter, as a file to be filled in and loaded."""

import sys
from pathlib import Path

from measures.cli.arguments import CalledWrongly, CsvOrXlsx, write_new
from measures.cli.printing import complain, out, out_bytes, say
from measures.model.quarter import Quarter
from measures.services.outstanding import quarter_desk
from measures.settings import this_day
from measures.storage.store import open_store
from measures.views.figures import counted
from measures.views.template import template_csv, template_rows

DONE = 0


def write_template(plan_id: str | None, quarter: Quarter, form: CsvOrXlsx | None, output: Path | None) -> int:
    """`measures template`."""
    form = _form(form, output)
    with open_store(upgrade=False) as store:
        desk = quarter_desk(store, plan_id, quarter, today=this_day())
    rows = template_rows(desk.outstanding, quarter)
    if not rows:
        complain(f"Nothing is outstanding for {quarter} in the plan {desk.plan.head.id}: no template was made.")
        return DONE
    if form is CsvOrXlsx.CSV:
        content = template_csv(rows)
    else:
        from measures.views.template_xlsx import template_xlsx

        content = template_xlsx(rows, quarter, desk.today)
    if output is not None:
        write_new(output, content)
        say(f"{output}: {counted(len(rows), 'row')} still outstanding for {quarter}, {quarter.months}.")
    elif form is CsvOrXlsx.CSV:
        # A byte order mark is for files that Excel opens by itself; in a pipe it would belong to the first name.
        out(content.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n"))
    else:
        out_bytes(content)
    return DONE


def _form(form: CsvOrXlsx | None, output: Path | None) -> CsvOrXlsx:
    """What was asked for, else what the file's name says."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    told = CsvOrXlsx(ending) if ending in list(CsvOrXlsx) else None
    if form and told and form is not told:
        raise CalledWrongly(f"--format {form} does not go with a file that ends in .{told}.")
    chosen = form or told or CsvOrXlsx.CSV
    if chosen is CsvOrXlsx.XLSX and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise CalledWrongly("A workbook is nothing to read on a screen. Say where to write it: --output FILE.")
    return chosen
