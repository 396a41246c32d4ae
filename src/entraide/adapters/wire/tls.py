"""The transport between nodes: mutual TLS 1.3 with self-signed leaves that partners pin.

Trust lives in the envelope's signature; TLS only hides and separates. Each side trusts exactly the
certificates that its partners' cards carry (no authority, no revocation service that could halt an
exchange), and the application compares the certificate that it saw with the sender's pin. The key
file is encrypted under a password that stands in the node's sealed secrets.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.errors import StoreError, TrustError

__all__ = [
    "check_certificate",
    "client_context",
    "ends_ms",
    "make_certificate",
    "pin_of",
    "read_certificate",
    "server_context",
    "show",
    "trust",
]

_DAY: Final = dt.timedelta(days=1)
_LIFETIME_DAYS: Final = 366


def make_certificate(
    node_id: str, now_ms: int, certificate: Path, key: Path, password: str
) -> bytes:
    """Make a key and its self-signed leaf (CA:FALSE), write both, return the DER certificate."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, node_id)])
    start = dt.datetime.fromtimestamp(now_ms / 1_000, dt.UTC)
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    leaf = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - _DAY)
        .not_valid_after(start + _LIFETIME_DAYS * _DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .sign(private, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password.encode())
    write_atomically(
        key,
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
        ),
    )
    write_atomically(certificate, leaf.public_bytes(serialization.Encoding.PEM), mode=0o644)
    return leaf.public_bytes(serialization.Encoding.DER)


def read_certificate(path: Path) -> bytes:
    """Return the DER form of a certificate file; StoreError where it cannot be read."""
    try:
        leaf = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StoreError("tls.unreadable", path=str(path), reason=str(error)) from error
    return leaf.public_bytes(serialization.Encoding.DER)


def ends_ms(der: bytes) -> int:
    """Return when a certificate ends, in UTC milliseconds."""
    ends = x509.load_der_x509_certificate(der).not_valid_after_utc
    return int(ends.timestamp() * 1_000)


def pin_of(der: bytes) -> str:
    """Return what pins a certificate: the SHA-256 of its DER form, in hexadecimal."""
    return hashlib.sha256(der).hexdigest()


def server_context(certificate: Path, key: Path, password: str) -> ssl.SSLContext:
    """Return the partner listener's context: a client certificate is required."""
    context = _context(ssl.PROTOCOL_TLS_SERVER, certificate, key, password)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def client_context(
    certificate: Path, key: Path, password: str, partners: Iterable[bytes]
) -> ssl.SSLContext:
    """Return the context with which we reach partners; names are not compared, pins are."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT, certificate, key, password)
    context.check_hostname = False
    trust(context, partners)
    return context


def show(context: ssl.SSLContext, certificate: Path, key: Path, password: str) -> None:
    """Let a live context show another certificate from the next connection on."""
    try:
        context.load_cert_chain(certificate, key, password=lambda: password)
    except (OSError, ssl.SSLError) as error:
        raise StoreError("tls.unreadable", path=str(certificate), reason=str(error)) from error


def trust(context: ssl.SSLContext, certificates: Iterable[bytes]) -> None:
    """Let a live context accept these leaves; TrustError where one is no certificate."""
    for der in certificates:
        try:
            context.load_verify_locations(cadata=der)
        except (ssl.SSLError, ValueError) as error:
            raise TrustError("tls.bad_certificate", pin=pin_of(der)) from error


def check_certificate(der: bytes) -> None:
    """Return where this is a certificate that a context can trust; TrustError if not."""
    trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), (der,))


def _context(protocol: int, certificate: Path, key: Path, password: str) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    show(context, certificate, key, password)
    return context
