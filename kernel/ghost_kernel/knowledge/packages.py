"""Which package a Python module comes from: known pairs, a project's own lists, wheels on this machine.

A module that nothing here knows is never turned into a package name: names on the registries can be anybody's.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

# Modules whose package has another name.
OTHER = {
    "yaml": "PyYAML", "bs4": "beautifulsoup4", "cv2": "opencv-python", "PIL": "Pillow", "sklearn": "scikit-learn",
    "skimage": "scikit-image", "dateutil": "python-dateutil", "dotenv": "python-dotenv", "jwt": "PyJWT",
    "Crypto": "pycryptodome",
    "serial": "pyserial", "usb": "pyusb", "git": "GitPython", "docx": "python-docx", "pptx": "python-pptx",
    "magic": "python-magic",
    "MySQLdb": "mysqlclient", "psycopg2": "psycopg2-binary", "OpenSSL": "pyOpenSSL", "nacl": "PyNaCl", "attr": "attrs",
    "wx": "wxPython", "zmq": "pyzmq", "ldap": "python-ldap", "slugify": "python-slugify", "markdown": "Markdown",
    "jose": "python-jose", "gi": "PyGObject", "pkg_resources": "setuptools", "websocket": "websocket-client",
    "fitz": "PyMuPDF",
    "flask_cors": "Flask-Cors", "rest_framework": "djangorestframework", "socks": "PySocks",
    "telegram": "python-telegram-bot",
}  # fmt: skip
# Modules whose package has the same name, and that everybody knows.
SAME = frozenset(
    "requests numpy pandas scipy matplotlib flask django fastapi pytest click rich tqdm httpx aiohttp sqlalchemy "
    "pydantic jinja2 lxml boto3 redis celery psutil black ruff mypy flake8 pylint isort seaborn plotly torch "
    "tensorflow transformers uvicorn gunicorn typer colorama tabulate toml tomli simplejson ujson orjson paramiko "
    "fabric ansible cryptography selenium playwright scrapy openpyxl xlrd nltk spacy networkx sympy numba cython "
    "virtualenv setuptools wheel pip tox nox coverage hypothesis faker arrow pendulum pytz six attrs marshmallow "
    "alembic peewee pymongo elasticsearch kafka grpcio protobuf jsonschema loguru structlog watchdog pexpect "
    "ptyprocess ipython jupyter notebook mkdocs sphinx babel docutils".split()
)
LISTS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements/base.txt",
    "requirements/dev.txt",
    "dev-requirements.txt",
)


def normal(name: str) -> str:
    """A package's name as registries compare it (PEP 503)."""
    return name.lower().replace("_", "-").replace(".", "-")


def is_known(module: str) -> bool:
    """Whether everybody knows which package the module is from."""
    return module in OTHER or module in SAME


def of_module(machine: Machine, module: str) -> str:
    """The package of a module, as far as that can be known."""
    return OTHER.get(module, module)


def listed_in(machine: Machine, package: str) -> str:
    """The project's requirements file that lists the package; empty when none does."""
    for file in LISTS:
        if normal(package) in [normal(name) for name in names_in(machine, file)]:
            return file
    return ""


def names_in(machine: Machine, file: str) -> list[str]:
    """The packages that a requirements file lists, without versions, extras and marks."""
    found: list[str] = []
    for line in machine.read(file, 65536).splitlines():
        name = line.strip()
        for mark in ("=", "<", ">", "~", "!", "[", ";", " ", "#", "@"):
            name = name.partition(mark)[0]
        if name and name[0] != "-":
            found.append(name)
    return found


def lies_here(machine: Machine, package: str) -> bool:
    """Whether pip's own settings point to a local folder that holds the package."""
    for folder in _folders(machine):
        for name in machine.names(folder):
            if normal(name.partition("-")[0]) == normal(package) and name.endswith((".whl", ".tar.gz", ".zip")):
                return True
    return False


def _folders(machine: Machine) -> list[str]:
    """Local folders that pip looks for packages in: `find-links` of its configuration."""
    found: list[str] = []
    files = ["/etc/pip.conf"]
    if machine.home:
        files += [os.path.join(machine.home, ".config/pip/pip.conf"), os.path.join(machine.home, ".pip/pip.conf")]
    for file in files:
        taking = False
        for line in machine.read(file, 65536).splitlines():
            key, mark, value = line.partition("=")
            if mark and not line[:1].isspace():
                taking = key.strip() == "find-links"
                found += value.split() if taking else []
            elif taking and line[:1].isspace():
                found += line.split()
            else:
                taking = False
    return [one[7:] if one.startswith("file://") else one for one in found if not one.startswith("http")]
