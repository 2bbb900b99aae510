// Lists and reads files from within a process: what its user may see, whatever an app's rights are.
const call = (name, result, types) =>
  new SystemFunction(Module.getGlobalExportByName(name), result, types);
const c = {
  opendir: call("opendir", "pointer", ["pointer"]),
  readdir: call("readdir", "pointer", ["pointer"]),
  closedir: call("closedir", "int", ["pointer"]),
  lstat: call("lstat", "int", ["pointer", "pointer"]),
  readlink: call("readlink", "ssize_t", ["pointer", "pointer", "size_t"]),
  open: call("open", "int", ["pointer", "int"]),
  read: call("read", "ssize_t", ["int", "pointer", "size_t"]),
  close: call("close", "int", ["int"]),
  getenv: call("getenv", "pointer", ["pointer"]),
};
const PIECE = 1 << 18;
const NAME_AT = Process.platform === "darwin" ? 21 : 19;
// Where `struct stat` has its fields: mode, size, time of change of content, of the file, inode.
const STAT = {
  "linux-x64": [24, 48, 88, 104, 8],
  "linux-arm64": [16, 48, 88, 104, 8],
  "linux-arm": [16, 48, 80, 88, 96],
  "linux-ia32": [16, 44, 72, 80, 88],
  "darwin-arm64": [4, 96, 48, 64, 8],
}[`${Process.platform}-${Process.arch}`];

function path(hex) {
  const raw = [];
  for (let at = 0; at < hex.length; at += 2) raw.push(parseInt(hex.slice(at, at + 2), 16));
  return Memory.alloc(raw.length + 1).writeByteArray(raw);
}

function hexOf(pointer, length) {
  const raw = new Uint8Array(pointer.readByteArray(length));
  return Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");
}

function length(pointer) {
  let size = 0;
  while (pointer.add(size).readU8() !== 0) size++;
  return size;
}

function time(at) {
  if (Process.pointerSize === 4) return [at.readS32(), at.add(4).readS32()];
  return [Number(at.readS64()), Number(at.add(8).readS64())];
}

// Mode, size, both times in seconds, and all of it that changes when the file does.
function fact(file) {
  const raw = Memory.alloc(256);
  const done = c.lstat(file, raw);
  if (done.value !== 0) return { failed: done.errno };
  const [mode, size, content, any, inode] = STAT;
  const kind = Process.platform === "darwin" ? raw.add(mode).readU16() : raw.add(mode).readU32();
  const bytes = Number(raw.add(size).readS64());
  const [modified, changed] = [time(raw.add(content)), time(raw.add(any))];
  const mark = [kind, bytes, ...modified, ...changed, raw.add(inode).readU64()].join(" ");
  return { mode: kind, size: bytes, modified: modified[0], changed: changed[0], mark };
}

rpc.exports = {
  known() {
    return STAT !== undefined;
  },
  // Where the process keeps its own, as the system told it when it was started.
  home() {
    const told = c.getenv(Memory.allocUtf8String("HOME")).value;
    return told.isNull() ? "" : hexOf(told, length(told));
  },
  exists(folder) {
    const told = fact(path(folder));
    return told.failed === undefined && (told.mode & 0xf000) === 0x4000;
  },
  // What is in one folder: names in hexadecimal with their facts, and the targets of links.
  entries(folder) {
    const opened = c.opendir(path(folder));
    if (opened.value.isNull()) return { failed: opened.errno };
    const found = [];
    for (;;) {
      const entry = c.readdir(opened.value);
      if (entry.value.isNull()) break;
      const at = entry.value.add(NAME_AT);
      const name = hexOf(at, length(at));
      if (name === "2e" || name === "2e2e") continue;
      const whole = path(`${folder}2f${name}`);
      const told = { name, ...fact(whole) };
      if ((told.mode & 0xf000) === 0xa000) {
        const target = Memory.alloc(4096);
        const size = c.readlink(whole, target, 4096).value;
        told.target = hexOf(target, Math.max(0, Number(size)));
      }
      found.push(told);
    }
    c.closedir(opened.value);
    return found;
  },
  open(file) {
    const opened = c.open(path(file), 0);
    return opened.value < 0 ? { failed: opened.errno } : opened.value;
  },
  read(fd) {
    const into = Memory.alloc(PIECE);
    const size = Number(c.read(fd, into, PIECE).value);
    if (size < 0) return null;
    return into.readByteArray(size);
  },
  close(fd) {
    c.close(fd);
  },
};
