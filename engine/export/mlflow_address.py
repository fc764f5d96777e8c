"""MLflow's tracking URIs: which texts are some, whether anybody is there, and what goes wrong."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import ExportError

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+://|(?:file|sqlite):)", re.IGNORECASE)
_DATABASES = ("sqlite", "postgresql", "mysql", "mssql")
_ANSWER_SECONDS = 5.0
_PASSWORD = re.compile(r"://[^/@]*@")
_FILES_RETIRED = "MLFLOW_ALLOW_FILE_STORE"
"""What newer MLflow wants set before it still keeps runs in files."""


def is_address(text: str) -> bool:
    """Whether a text is a URI, not a path. A drive such as `C:` is a path."""
    return _ADDRESS.match(text) is not None


def without_password(address: str) -> str:
    """An address as it may be shown and kept."""
    return _PASSWORD.sub("://…@", address)


def check_address(address: str) -> None:
    """Looks whether a server answers, or a database can be there, before MLflow tries for minutes.

    Raises:
        ExportError: It is not so, or MLflow knows no such address.
    """
    shown, kind = without_password(address), address.partition(":")[0].lower().partition("+")[0]
    if kind in ("http", "https"):
        _check_server(address, shown)
    elif kind == "sqlite":
        path = Path(address.partition(":///")[2])
        if not path.name or not path.parent.is_dir():
            raise ExportError(
                f"{shown} names no file in a folder that exists.",
                mend="Write sqlite:/// and then the path of the database, for instance sqlite:////data/mlflow.db.",
            )
    elif kind != "file" and kind not in _DATABASES:
        raise ExportError(
            f"{shown} is no tracking URI of MLflow.",
            mend="Write http://…, https://…, sqlite:///…, postgresql://…, mysql://… or file:///….",
        )


def _check_server(address: str, shown: str) -> None:
    plain = urlsplit(address)
    probe = plain._replace(netloc=plain.netloc.rpartition("@")[2]).geturl()
    try:
        with urllib.request.urlopen(probe, timeout=_ANSWER_SECONDS):
            return
    except urllib.error.HTTPError:
        return  # somebody answers: whether it lets us in, MLflow will say
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise ExportError(
            f"No MLflow server answers at {shown}: {reason}.",
            mend="Start it with `mlflow server`, or check the address.",
        ) from error


@contextmanager
def mlflow_errors(address: str) -> Iterator[None]:
    """What MLflow or its database says, in place of their tracebacks.

    Raises:
        ExportError: The first line of it.
    """
    shown = without_password(address)
    try:
        yield
    except ModuleNotFoundError as error:
        raise ExportError(
            f"MLflow needs the package {error.name} for {shown}, which is not installed.",
            mend="pip install 'paraloom[mlflow]'",
        ) from error
    except _refusals() as error:
        words = without_password(str(error)).strip().splitlines()[0].rstrip(".")
        mend = ""
        if _FILES_RETIRED in str(error):
            words = "it no longer keeps runs in files"
            mend = f"Give it a database, sqlite:////full/path/mlflow.db, or set {_FILES_RETIRED}=true."
        raise ExportError(f"MLflow does not take the runs at {shown}: {words}.", mend=mend) from error


def _refusals() -> tuple[type[Exception], ...]:
    """What MLflow raises, and its database library where that is installed."""
    from mlflow.exceptions import MlflowException

    if find_spec("sqlalchemy") is None:
        return (MlflowException,)
    from sqlalchemy.exc import SQLAlchemyError

    return (MlflowException, SQLAlchemyError)
