"""Below `runs/` the same input gives the same bytes, for ever: nothing there can know more."""

import ast
from collections.abc import Iterator

from source_tree import Module, dotted, imported_names, source_modules

SHELL = {"runs", "cli", "web"}

CLOCK = {"time", "sched", "calendar.timegm"}
ENVIRONMENT = {"getpass", "locale", "platform", "pwd", "site", "os.environ", "os.getenv"}
RANDOMNESS = {"random", "secrets", "uuid.uuid1", "uuid.uuid4", "os.urandom"}
NETWORK = {"asyncio", "ftplib", "http", "smtplib", "socket", "socketserver", "ssl", "urllib"}
PROCESSES = {"multiprocessing", "subprocess", "threading", "concurrent", "signal"}

FORBIDDEN_NAMES = {
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today"),
    *("os.environ", "os.getenv", "os.getcwd", "os.urandom", "Path.cwd", "Path.home"),
    *("sys.argv", "uuid.uuid1", "uuid.uuid4"),
}
FORBIDDEN_CALLS = {
    "input": "somebody at a keyboard",
    "hash": "differs from process to process",
    "id": "an address in memory",
}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "glob"}

MAY_START_A_PROCESS = {
    "scenario.executor": "many questions are shared out, and each answer is the same anywhere",
    "optimize.workers": "parts are solved side by side, and joined in an order that none sets",
    "rules.worker_process": "durable_rules can die or hang, and only a process can be ended",
}
MAY_KNOW_AN_ADDRESS = {
    "memory": "things are told apart within one process, and nothing is sorted by it",
}
MAY_READ_FILES = {
    "load": "it turns files into facts",
    "policy.policy_reader": "it turns files into clauses",
    "policy.cases.cases": "it reads the tests beside the policies",
    "ledger.store": "it is the database",
    "ledger.bundle": "it is the folder that an auditor is given",
    "ledger.zipped_bundle": "it is a zip of the folder that an auditor is given",
}


def test_nothing_below_runs_knows_the_time_the_machine_or_the_network() -> None:
    told = [
        f"{module.place(node)} {name}"
        for module in _core()
        for node, name in _reaches(module)
        if not _permitted(module, name)
    ]

    assert not told, "\n".join(told)


def test_nothing_below_runs_reads_a_file_that_it_was_not_given() -> None:
    told = [
        f"{module.place(call)} {name}"
        for module in _core()
        if not {module.name, module.room} & MAY_READ_FILES.keys()
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and (name := _called(call)) in FILES
    ]

    assert not told, "\n".join(told)


def test_every_permission_is_used() -> None:
    names = {module.name for module in source_modules()} | {m.room for m in source_modules()}

    assert {*MAY_START_A_PROCESS, *MAY_KNOW_AN_ADDRESS, *MAY_READ_FILES} <= names


def _core() -> Iterator[Module]:
    return (module for module in source_modules() if module.room not in SHELL)


def _reaches(module: Module) -> Iterator[tuple[ast.AST, str]]:
    reached = CLOCK | ENVIRONMENT | RANDOMNESS | NETWORK | PROCESSES
    for node, name in imported_names(module.tree):
        if name in reached or name.split(".")[0] in reached:
            yield node, name
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in FORBIDDEN_CALLS:
            yield node, dotted(node.func)
        name = dotted(node)
        if any(name == each or name.endswith(f".{each}") for each in FORBIDDEN_NAMES):
            yield node, name


def _permitted(module: Module, name: str) -> bool:
    if name == "id":
        return module.name in MAY_KNOW_AN_ADDRESS
    return module.name in MAY_START_A_PROCESS and name.split(".", maxsplit=1)[0] in PROCESSES


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
