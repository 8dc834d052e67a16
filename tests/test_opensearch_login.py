"""Getting in to a cluster: TLS with one's own authority, passwords, API keys; and what is said where it fails."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import ConfigError, EngineError
from index.engine import open_engine
from index.query import Word
from tests.engine_contract import found, passage
from tests.opensearch_cluster import configured, given
from tests.opensearch_front import Front, Refused, before

pytestmark = pytest.mark.slow

NOBODY = ("http://127.0.0.1:9", "verbale-test")
BASIC = f"Basic {b64encode(b'reader:s3cret').decode()}"
KEY = "ApiKey bmFtZTprZXk="


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    yield from given(tmp_path_factory)


def _openssl(*asked: str | Path) -> None:
    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    subprocess.run(["openssl", *new, *asked], check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two authorities, `ca.pem` and `other.pem`, and a certificate that the first one signed."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificates, is absent")
    folder = tmp_path_factory.mktemp("certificates")
    for name in ("ca", "other"):
        _openssl(
            "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem",
        )  # fmt: skip
    _openssl(
        "-subj", "/CN=cluster", "-addext", "subjectAltName=IP:127.0.0.1",
        "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
        "-keyout", folder / "cluster.key", "-out", folder / "cluster.pem",
    )  # fmt: skip
    return folder


@pytest.fixture
def front(cluster: tuple[str, str], certificates: Path) -> Iterator[Front]:
    """A front with TLS before the cluster, which lets in one user and one API key."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificates / "cluster.pem", certificates / "cluster.key")
    with before(cluster[0].partition(",")[0], [], tls, frozenset({BASIC, KEY})) as front:
        yield front


def secured(folder: Path, front: Front, name: str, authority: Path, **login: str) -> Path:
    """A home that trusts an authority and has a login."""
    shutil.copy(authority, folder / "ca.pem")
    return configured(folder, (front.url, name), ca="ca.pem", **login)


@pytest.mark.parametrize("way", ["password", "key in the environment", "key in a file"])
def test_the_right_authority_and_login_get_in(
    front: Front,
    cluster: tuple[str, str],
    certificates: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    (tmp_path / "secret").write_text("s3cret\nanything else\n", encoding="utf-8")
    (tmp_path / "key").write_text("bmFtZTprZXk=\n", encoding="utf-8")
    monkeypatch.setenv("VERBALE_TEST_KEY", "bmFtZTprZXk=")
    login = {
        "password": {"user": "reader", "password_file": "secret"},
        "key in the environment": {"api_key_env": "VERBALE_TEST_KEY"},
        "key in a file": {"api_key_file": "key"},
    }[way]
    secured(tmp_path, front, cluster[1], certificates / "ca.pem", **login)
    engine = open_engine("opensearch", tmp_path / "index")
    engine.write([passage(1, "norm")], (), 1)
    assert found(engine, Word("norm")) == [1]
    engine.close()
    assert front.logins == {BASIC if way == "password" else KEY}


@pytest.mark.parametrize("login", [{"user": "reader", "password_file": "wrong"}, {"api_key_file": "wrong"}, {}])
def test_a_wrong_login_or_none_is_told_with_the_cure(
    front: Front, cluster: tuple[str, str], certificates: Path, tmp_path: Path, login: dict[str, str]
) -> None:
    (tmp_path / "wrong").write_text("guess\n", encoding="utf-8")
    secured(tmp_path, front, cluster[1], certificates / "ca.pem", **login)
    with pytest.raises(EngineError, match=r"refuses the login \(401\)\. Check `user`, `password_file`"):
        open_engine("opensearch", tmp_path / "index")


def test_what_the_user_may_not_do_is_told_with_the_cure(cluster: tuple[str, str], tmp_path: Path) -> None:
    denied = Refused(403, {"error": {"type": "security_exception", "reason": "no permissions"}})
    with before(cluster[0].partition(",")[0], []) as front:
        front.refuse("-document", denied)
        configured(tmp_path, (front.url, cluster[1]))
        with pytest.raises(EngineError, match=r"refuses the login \(403\).* what that user may do"):
            open_engine("opensearch", tmp_path / "index")


def test_an_authority_that_did_not_sign_is_told_with_the_cure(
    front: Front, cluster: tuple[str, str], certificates: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    secured(tmp_path, front, cluster[1], certificates / "other.pem", user="reader", password_file="secret")
    with pytest.raises(
        EngineError, match=r"certificate of https://127\.0\.0\.1:\d+ is not trusted.*`ca` of \[opensearch\]"
    ):
        open_engine("opensearch", tmp_path / "index")
    assert front.logins == set()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"api_key_env": "VERBALE_TEST_NO_SUCH"}, "VERBALE_TEST_NO_SUCH, which is not set"),
        ({"user": "reader"}, "needs password_file"),
        ({"user": "reader", "password_file": "absent"}, "absent, which cannot be read"),
        ({"api_key_file": "empty"}, "empty, which has nothing in its first line"),
        ({"ca": "absent.pem"}, "ca names .*absent.pem, which cannot be read"),
        ({"ca": "empty"}, "ca names .*empty, which holds no certificate"),
    ],
)
def test_a_login_that_cannot_be_used_is_named(tmp_path: Path, given: dict[str, str], told: str) -> None:
    (tmp_path / "empty").touch()
    configured(tmp_path, NOBODY, **given)
    with pytest.raises(ConfigError, match=told):
        open_engine("opensearch", tmp_path / "index")
