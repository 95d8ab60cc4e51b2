"""A JSON language server as editors run it, over its standard streams; it is npm's vscode-langservers-extracted.

``MICROCRED_LANGUAGE_SERVER`` names the program ``vscode-json-language-server`` where it is not on the path.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

__all__ = ["PROGRAM", "LanguageServer"]

PROGRAM: Final = os.environ.get("MICROCRED_LANGUAGE_SERVER") or shutil.which("vscode-json-language-server")

_CAPABILITIES: Final = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    }
}


class LanguageServer:
    """One server with schemas for files; ``▸`` in a text is where the cursor stands."""

    def __init__(self, schemas: Sequence[tuple[Sequence[str], Mapping[str, Any]]]) -> None:
        assert PROGRAM is not None
        self._process = subprocess.Popen([PROGRAM, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._requests = 0
        self._request("initialize", {"processId": None, "rootUri": None, "capabilities": _CAPABILITIES})
        self._notify("initialized", {})
        associations = [
            {"fileMatch": list(files), "url": f"vscode://schemas/{number}", "schema": schema}
            for number, (files, schema) in enumerate(schemas)
        ]
        self._notify(
            "workspace/didChangeConfiguration",
            {"settings": {"json": {"schemas": associations, "validate": {"enable": True}}}},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def completions(self, text: str, file: str) -> list[str]:
        """What an editor offers at the cursor."""
        found = self._at(text, file, "completion")
        return [item["label"].strip('"') for item in (found or {}).get("items", [])]

    def hover(self, text: str, file: str) -> str:
        """What an editor says of the thing at the cursor."""
        found = self._at(text, file, "hover")
        return " ".join(map(str, found["contents"])).replace("\\", "") if found else ""

    def diagnostics(self, text: str, file: str) -> list[str]:
        """What an editor underlines."""
        uri = self._open(text, file)
        while True:
            message = self._received()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return [found["message"] for found in message["params"]["diagnostics"]]

    def _at(self, text: str, file: str, what: str) -> Any:
        before, _, after = text.partition("▸")
        uri = self._open(before + after, file)
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return self._request(f"textDocument/{what}", {"textDocument": {"uri": uri}, "position": place})

    def _open(self, text: str, file: str) -> str:
        self._requests += 1
        uri = f"file:///work/{self._requests}/{file}"
        document = {"uri": uri, "languageId": "json", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def _request(self, method: str, parameters: Mapping[str, Any]) -> Any:
        self._requests += 1
        number = self._requests
        self._send({"id": number, "method": method, "params": parameters})
        while (message := self._received()).get("id") != number or "method" in message:
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
        return message.get("result")

    def _notify(self, method: str, parameters: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _received(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server ended"
        found: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return found
