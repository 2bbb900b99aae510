#!/bin/sh
# Makes the files in this folder with the programs that testers use: tcpdump, dumpcap, OpenSSL,
# mitmproxy, Chromium (playwright). Needs root for the captures. Run in an empty folder.
set -eu
PHONE=0912345678
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout k.pem -out c.pem -subj /CN=new.example.tw \
    -addext subjectAltName=DNS:new.example.tw,DNS:localhost 2>/dev/null
cat > serve.py <<'P'
import http.server, ssl, sys, threading
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()
    def do_GET(self):
        body = b'{"access_token": "tok-7f3a91c2d4e5f6a7b8"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "sid=5d41402abc4b2a76b9719d911017c592; HttpOnly")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
def serve(port, host="127.0.0.1", tls=False):
    kind = http.server.ThreadingHTTPServer
    if ":" in host:
        kind = type("Six", (kind,), {"address_family": 10})
    server = kind((host, port), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("c.pem", "k.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever).start()
serve(18080); serve(18081, "::1"); serve(18443, tls=True)
P
python3 serve.py & S=$!
openssl s_server -quiet -accept 18444 -cert c.pem -key k.pem -tls1_2 -cipher AES128-SHA:@SECLEVEL=0 >/dev/null 2>&1 & O=$!
sleep 2
tcpdump -i lo -s 0 -U -w loop.pcap 'tcp portrange 18080-18444' 2>/dev/null & T=$!
dumpcap -q -i any -s 0 -w any.pcapng -f 'tcp portrange 18080-18444' 2>/dev/null & D=$!
sleep 3
python3 - <<P
import http.client
one = http.client.HTTPConnection("127.0.0.1", 18080)
for path in ("/a", "/b"):
    one.request("POST", path, "phone=$PHONE", {"Host": "clear.example.tw"}); one.getresponse().read()
six = http.client.HTTPConnection("::1", 18081)
six.request("GET", "/six?phone=$PHONE"); six.getresponse().read()
P
echo | openssl s_client -connect 127.0.0.1:18443 -servername new.example.tw -tls1_3 >/dev/null 2>&1 || true
printf 'GET / HTTP/1.0\r\n\r\n' | openssl s_client -connect 127.0.0.1:18444 -servername old.example.tw -tls1_2 -cipher AES128-SHA:@SECLEVEL=0 >/dev/null 2>&1 || true
echo | openssl s_client -connect 127.0.0.1:18443 -servername refused.example.tw -tls1_2 -verify_return_error >/dev/null 2>&1 || true
printf 'HELLO %s\n' $PHONE | timeout 2 openssl s_client -connect 127.0.0.1:18080 >/dev/null 2>&1 || true
python3 -c "import socket; s = socket.create_connection(('127.0.0.1', 18080)); s.sendall(b'LOGIN $PHONE\\r\\n\\r\\n'); s.recv(100)"
sleep 3
kill $T $D; sleep 1
mitmdump -q --listen-port 18888 -w app.flows --set hardump=mitm.har --ssl-insecure & M=$!
sleep 8
python3 - <<P
import ssl, urllib.request
context = ssl._create_unverified_context()
proxies = urllib.request.ProxyHandler({s: "http://127.0.0.1:18888" for s in ("http", "https")})
opener = urllib.request.build_opener(proxies, urllib.request.HTTPSHandler(context=context))
opener.open("http://127.0.0.1:18080/clear?phone=$PHONE").read()
opener.open("https://localhost:18443/login", b"phone=$PHONE").read()
P
sleep 1
kill $M; wait $M || true
python3 - <<P
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    context = browser.new_context(
        record_har_path="chromium.har", record_har_content="embed", ignore_https_errors=True
    )
    page = context.new_page()
    page.goto("http://127.0.0.1:18080/start?phone=$PHONE")
    page.evaluate("fetch('/send', {method: 'POST', body: 'phone=$PHONE'}).then(r => r.text())")
    page.goto("https://localhost:18443/secure")
    context.close()
    browser.close()
P
kill $S $O
stream=$(tshark -r loop.pcap -Y 'tls.handshake.extensions_server_name=="new.example.tw"' -T fields -e tcp.stream | head -1)
tshark -r loop.pcap -Y "tcp.stream==$stream" -F pcap -w fixed.pcap
