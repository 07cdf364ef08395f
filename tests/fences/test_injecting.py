"""What `make fences` sets sqlmap on: every operation that takes a parameter, each one marked."""

import http.client

from tests.fences.injecting import faulty, served, targets
from tests.fences.tools import rules
from vafa.interfaces.api import openapi


def test_every_operation_with_a_parameter_is_a_target() -> None:
    document = openapi.document()
    asked = {
        (method.upper(), path.partition("{")[0])
        for path, methods in document["paths"].items()
        for method, described in methods.items()
        if any(one["in"] == "path" for one in described.get("parameters", ()))
    }

    found = {(one.method, one.path.partition("1*")[0]) for one in targets()}

    assert asked <= found


def test_each_parameter_of_a_target_is_marked() -> None:
    unmarked = [one for one in targets() if one.parameters == 0 or "*" not in one.path + one.body]

    assert unmarked == []


def test_the_faulty_door_runs_what_it_is_sent() -> None:
    with served(faulty) as address:
        asked = http.client.HTTPConnection(address.removeprefix("http://"))
        asked.request("GET", "/?name=x'%20OR%20'1'='1")
        answer = asked.getresponse().read()
        asked.close()

    assert b"one" in answer


def test_every_rule_of_ours_has_a_name_of_its_own() -> None:
    assert len(rules()) == len(set(rules())) >= 10
