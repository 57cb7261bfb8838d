"""The engine finds its templates and styles however it is installed, and says plainly when it is not installed at all.

A fresh virtual environment stands for each kind of machine. It borrows this environment's libraries through a `.pth`
file: their folder is seen, but the `.pth` files in that folder, the editable candour among them, are not.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("install")  # one worker, so that the wheel is built and installed once

REPOSITORY = Path(__file__).resolve().parent.parent
CONSTRAINTS = (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines()


@dataclass(frozen=True, slots=True)
class Machine:
    kind: str
    """`wheel` or `editable`: how candour was installed."""
    scripts: Path
    """Where `python` and `candour` are."""
    engine: Path
    """The folder that `import candour` must find."""
    elsewhere: Path
    """A folder to work in, with nothing of candour in it."""

    def run(self, program: str, *arguments: str | Path, folder: Path | None = None) -> str:
        """What the program prints; it must succeed."""
        return succeed([self.scripts / program, *arguments], folder or self.elsewhere)


def environment() -> dict[str, str]:
    """Ours, without what would lead Python to this repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {"PYTHONUTF8": "1"}


def succeed(command: Sequence[str | Path], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(*arguments: str | Path, python: str | Path = sys.executable, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet", *arguments]
    succeed(command, folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, REPOSITORY, folder=folder)
    (made,) = folder.glob("candour-*.whl")
    return made


@pytest.fixture(scope="module", params=["wheel", "editable"])
def machine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    top = tmp_path_factory.mktemp("machine with a space")
    venv.create(top / "env", with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", vars={"base": str(top / "env"), "platbase": str(top / "env")})
    scripts, libraries = Path(paths["scripts"]), Path(paths["purelib"])
    borrowed = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (libraries / "borrowed.pth").write_text("\n".join(borrowed) + "\n", "utf-8")
    elsewhere = top / "elsewhere"
    elsewhere.mkdir()
    install = ["install", "--no-deps", "--no-index"]
    if request.param == "wheel":
        source = [request.getfixturevalue("wheel")]
    else:
        source = ["--no-build-isolation", "--editable", REPOSITORY]
    pip(*install, *source, python=scripts / "python", folder=elsewhere)
    engine = libraries / "candour" if request.param == "wheel" else REPOSITORY / "candour"
    return Machine(request.param, scripts, engine, elsewhere)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A copy of the archive that ships, without the engine."""
    copy = tmp_path / "an archive"
    shutil.copytree(REPOSITORY / "content", copy / "content")
    for name in ("site_config.yaml", "build.py"):
        shutil.copy(REPOSITORY / name, copy)
    return copy


@pytest.mark.slow
def test_the_wheel_holds_the_engine_its_templates_and_its_styles_but_nothing_of_this_archive(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    for folder in ("templates", "static"):
        files = [path for path in (REPOSITORY / folder).rglob("*") if path.is_file() and not path.name.startswith(".")]
        written = {path.relative_to(REPOSITORY).as_posix() for path in files}
        shipped = {name.removeprefix("candour/") for name in names if name.startswith(f"candour/{folder}/")}
        assert shipped == {name for name in written if not name.startswith("static/root/")}
        assert shipped, f"{folder}/ is empty"
    assert "candour/commands/main.py" in names
    assert {name for name in names if not name.startswith("candour/")} == set()


@pytest.mark.slow
def test_the_engine_comes_from_where_it_was_installed(machine: Machine) -> None:
    found = machine.run("python", "-c", "import candour; print(candour.__file__)").strip()
    assert Path(found).parent.samefile(machine.engine)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["templates", "static"])
def test_templates_and_static_are_found_from_any_folder(machine: Machine, name: str) -> None:
    code = f"from candour.site.assets import package_folder; print(package_folder({name!r}))"
    found = Path(machine.run("python", "-c", code).strip())
    assert found.samefile(machine.engine / name if machine.kind == "wheel" else REPOSITORY / name)
    assert any(path.is_file() for path in found.rglob("*"))


@pytest.mark.slow
def test_the_command_explains_itself(machine: Machine) -> None:
    assert "usage:" in machine.run("candour", "--help").lower()


@pytest.mark.slow
def test_the_command_builds_the_archive_it_stands_in(machine: Machine, archive: Path) -> None:
    machine.run("candour", folder=archive)
    assert (archive / "output" / "index.html").stat().st_size > 0


@pytest.mark.slow
def test_build_py_builds_its_own_archive_from_any_folder(machine: Machine, archive: Path) -> None:
    machine.run("python", archive / "build.py")
    assert (archive / "output" / "index.html").stat().st_size > 0
    assert list(machine.elsewhere.iterdir()) == []


def refusal_of_build_py(code: str, folder: Path) -> str:
    """What build.py says on standard error to a Python without libraries (-S), which must leave with status 2."""
    run = f"import runpy; runpy.run_path({str(REPOSITORY / 'build.py')!r}, run_name='__main__')"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); {code}; {run}"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_build_py_without_its_libraries_says_run_make_site(tmp_path: Path) -> None:
    told = refusal_of_build_py("pass", tmp_path)
    assert "libraries are not installed" in told
    assert "Run:  make site" in told
    assert "pip install -c constraints.txt -e ." in told
    assert "Traceback" not in told


def test_build_py_with_only_some_of_its_libraries_says_run_make_site(tmp_path: Path) -> None:
    borrowed = sysconfig.get_path("purelib")
    told = refusal_of_build_py(f"sys.path.append({borrowed!r}); sys.modules['pydantic'] = None", tmp_path)
    assert "libraries are not installed" in told
    assert "Run:  make site" in told
    assert "Traceback" not in told


def test_build_py_on_an_old_python_says_which_one_it_needs(tmp_path: Path) -> None:
    told = refusal_of_build_py("sys.version_info = (3, 9, 2)", tmp_path)
    assert "candour needs Python 3.11 or newer; this is Python 3.9." in told
    assert "Traceback" not in told


def test_build_py_can_be_read_by_a_python_of_2016() -> None:
    ast.parse((REPOSITORY / "build.py").read_text("utf-8"), feature_version=(3, 6))


def test_the_constraints_are_exact_versions_in_order_and_nothing_else() -> None:
    assert sorted(set(CONSTRAINTS)) == CONSTRAINTS
    for line in CONSTRAINTS:
        assert re.fullmatch(r"[a-z0-9.-]+==[a-z0-9.+!]+", line)


def test_every_library_that_pyproject_names_is_constrained() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        named += extra
    constrained = {line.partition("==")[0] for line in CONSTRAINTS}
    assert {re.split("[<=>~!;[ ]", requirement)[0].casefold() for requirement in named} - constrained == set()
