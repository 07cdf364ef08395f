"""Product groups: every department has its own, every path has its parents."""

from vafa.server.demo.groups import CATEGORIES, DEPARTMENTS, GROUPS, group_of, number_of


def test_codes_and_names_are_unique() -> None:
    for names in zip(
        *((group.code, group.persian, group.english) for group in GROUPS), strict=True
    ):
        assert len(set(names)) == len(GROUPS)


def test_every_path_has_its_parents() -> None:
    codes = {group.code for group in GROUPS}

    parents = {code.rpartition(".")[0] for code in codes if "." in code}

    assert parents <= codes


def test_every_department_has_its_own_group() -> None:
    numbers = {group_of(department, None) for department in DEPARTMENTS}

    assert len(numbers) == len(DEPARTMENTS) == 32


def test_no_category_is_listed_twice() -> None:
    for codes in CATEGORIES.values():
        listed = [category for categories in codes.values() for category in categories]
        assert len(set(listed)) == len(listed)


def test_group_of_reads_category_then_department_then_nothing() -> None:
    assert group_of("GROCERY", "CHEESE") == number_of("food.dairy")
    assert group_of("DELI", "CHEESES") == number_of("fresh.deli")
    assert group_of("GROCERY", None) == number_of("food")
    assert group_of("MOON ROCKS", None) == group_of(None, None) == number_of("unspecified") == 0
