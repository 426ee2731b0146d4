"""`measures roles`: who has which role, and giving one."""

ISSUER = ("--issuer", "https://id.example.org")
ADA = ("--subject", "ada-1", *ISSUER, "--role", "administrator", "--name", "Ada")


def test_the_first_administrator_is_made_on_the_server(command):
    assert command("init").status == 0
    assert command("roles").out == "Nobody was given a role.\n"
    ran = command("roles", *ADA, "--reason", "The first one", "--by", "Root")
    assert (ran.status, ran.out) == (0, "Ada is an administrator now.\n")
    (held,) = command("roles", "--format", "json").document["roles"]
    assert (held["subject"], held["role"], held["by"], held["reason"]) == (
        "ada-1",
        "administrator",
        "Root",
        "The first one",
    )
    act = command("history", "--format", "json").document["acts"][0]
    assert (act["kind"], act["summary"]) == ("roles", "Ada was given: administrator")


def test_a_role_is_taken_and_the_list_says_so(command):
    command("init")
    command("roles", *ADA, "--reason", "r")
    taken = command("roles", "--subject", "ada-1", *ISSUER, "--role", "none", "--reason", "Left")
    assert (taken.status, taken.out) == (0, "Ada is a person without a role now.\n")
    assert command("roles", "--format", "json").document["roles"][0]["role"] is None


def test_what_is_missing_is_named_and_nothing_is_stored(command):
    command("init")
    for arguments, said in (
        (("--subject", "ada-1"), "Giving a role takes both --subject and --role."),
        (
            ("--subject", "ada-1", "--role", "viewer", "--reason", "r"),
            "--issuer, or the setting MEASURES_OIDC_METADATA",
        ),
        (ADA, "Say why the role is given or taken"),
    ):
        ran = command("roles", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
    assert command("roles").out == "Nobody was given a role.\n"
