#!/usr/bin/env python3
"""check-receipt.py RECEIPT.json LOG-KEY, with Python's library and openssl only. Take the key from the county, not the receipt."""
import base64, hashlib, json, subprocess, sys, tempfile
receipt, key = json.load(open(sys.argv[1])), sys.argv[2]
decode, sha = base64.b64decode, lambda data: hashlib.sha256(data).digest()
# The line is the leaf: SHA-256(0x00, salt, line). The path leads from it to the root (RFC 9162, section 2.1.3.2).
salt, number, last = decode(receipt["salt"]), receipt["leaf"], receipt["size"] - 1
node = sha(b"\0" + salt + receipt["entry"].encode())
for step in map(decode, receipt["proof"]):
    right = number % 2 == 1 or number == last
    node = sha(b"\1" + step + node) if right else sha(b"\1" + node + step)
    while right and number % 2 == 0 and number:
        number, last = number >> 1, last >> 1
    number, last = number >> 1, last >> 1
# The checkpoint names the log, its size and root, and is signed (Ed25519, C2SP signed-note).
text, signature = receipt["checkpoint"].rsplit("\n\n", 1)
(origin, size, root), (name, _, public) = text.split("\n")[:3], key.split("+", 2)
signed = [decode(line.split(" ")[2]) for line in signature.splitlines() if line.split(" ")[1] == name] or [b""]
with tempfile.TemporaryDirectory() as d:
    for file, data in ("key", bytes.fromhex("302a300506032b6570032100") + decode(public)[1:]), ("text", (text + "\n").encode()), ("sig", signed[0][4:]):
        open(f"{d}/{file}", "wb").write(data)
    openssl = f"openssl pkeyutl -verify -pubin -keyform DER -inkey {d}/key -rawin -in {d}/text -sigfile {d}/sig"
    holds = subprocess.run(openssl.split(), capture_output=True).returncode == 0
entry = json.loads(receipt["entry"])
mine = base64.b64encode(sha(salt + b"client:" + receipt["client_id"].encode())).decode() in [entry["client"], *entry["clients"]]
checks = {"the line is in the log": last == 0 and node == decode(root) and int(size) == receipt["size"],
          "the log signed it": holds and origin == name, "the line is about you": mine}
print(*(f"{'yes' if ok else 'NO '} {what}" for what, ok in checks.items()), json.dumps(entry, indent=1), sep="\n")
sys.exit(not all(checks.values()))
