"""The files that say what is installed agree with each other, and keep to what they may hold."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-setup.lock")
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def load_project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def pins(name: str) -> dict[str, list[str]]:
    """Return each package of a lock with its versions; a package may have one for each Python."""
    found: dict[str, list[str]] = {}
    for package, version, _ in PINNED.findall(read(name)):
        found.setdefault(package, []).append(version)
    return found


def test_a_learner_gets_these_packages_and_what_they_need() -> None:
    names = {Requirement(line).name for line in load_project()["project"]["dependencies"]}
    jupyter = {"anywidget", "ipywidgets", "jupyterlab", "matplotlib"}
    content, record = {"pydantic", "pyyaml"}, {"cryptography", "filelock", "platformdirs"}
    assert names == jupyter | content | record


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_names_versions_and_hashes_only(name: str) -> None:
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = read(name).splitlines()
    for line in lines:
        assert PINNED.match(line) or hashed.fullmatch(line), line
    followers = [after for line, after in pairwise(lines) if "==" in line]
    assert all("--hash" in line for line in followers)
    assert "/" not in read(name)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", ("dependencies", "install")),
        ("requirements-test.lock", ("test",)),
        ("requirements-setup.lock", ("setup",)),
    ],
)
def test_locks_agree_with_pyproject(lock: str, wanted: tuple[str, ...]) -> None:
    project = load_project()
    lists = {**project["dependency-groups"], "dependencies": project["project"]["dependencies"]}
    # The test lock leaves out what the first lock holds.
    locked = pins("requirements.lock") | pins(lock)
    for line in (line for part in wanted for line in lists[part]):
        requirement = Requirement(line)
        versions = locked[canonicalize_name(requirement.name)]
        # What holds for some systems only is locked beside the version of the others.
        enough = any if requirement.marker else all
        assert enough(requirement.specifier.contains(version) for version in versions), line


def test_build_tools_are_locked() -> None:
    locked = pins("requirements.lock")
    for line in load_project()["build-system"]["requires"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(locked[requirement.name][0])
    assert "editables" in locked


def test_no_package_is_locked_twice() -> None:
    assert not set(pins("requirements.lock")) & set(pins("requirements-test.lock"))


def test_test_tools_stay_out_of_the_learners_lock() -> None:
    assert not {"pytest", "playwright", "notebook", "mypy", "uv"} & set(pins("requirements.lock"))


def test_environment_yml_holds_python_and_the_lock() -> None:
    environment = yaml.safe_load(read("environment.yml"))
    project = load_project()["project"]
    assert environment["name"] == project["name"]
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    python, pip, packages = environment["dependencies"]
    assert pip == "pip"
    assert packages == {"pip": ["-r requirements.lock"]}
    version = python.removeprefix("python=")
    assert f"{version}.0" in SpecifierSet(project["requires-python"])


def test_pythons_agree() -> None:
    pythons = SpecifierSet(load_project()["project"]["requires-python"])
    supported = [f"3.{minor}" for minor in range(30) if f"3.{minor}.5" in pythons]
    assert supported == ["3.11", "3.12", "3.13", "3.14"]
    assert "OLDEST, NEWEST = (3, 11), (3, 14)" in read("course.py")


def test_versions_agree() -> None:
    version = load_project()["project"]["version"]
    citation = yaml.safe_load(read("CITATION.cff"))
    assert str(citation["version"]) == version
    assert yaml.safe_load(read("widgets/jupyter/labextension/package.json"))["version"] == version


def test_post_build_installs_the_course_and_asks_no_registry() -> None:
    script = read("postBuild")
    assert script.startswith("#!/bin/bash\nset -eu\n")
    assert "--no-deps --no-build-isolation" in script
    if os.name != "nt":
        assert os.access(ROOT / "postBuild", os.X_OK)
        assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_repo2docker_accepts_the_folder(tmp_path: Path) -> None:
    program = shutil.which("jupyter-repo2docker")
    if not program:
        pytest.skip("jupyter-repo2docker is not installed")
    for name in ("environment.yml", "postBuild", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    command = [program, "--no-build", "--debug", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    dockerfile = done.stdout + done.stderr
    assert done.returncode == 0, dockerfile
    assert '--file "environment.yml"' in dockerfile
    assert "RUN ./postBuild" in dockerfile
