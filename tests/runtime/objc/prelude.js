// Names under which frida-objc-bridge looks for Apple's libraries: here they are GNU's.
(() => {
  const find = Process.findModuleByName.bind(Process);
  const instead = {
    "libobjc.A.dylib": ["libobjc.so.4.0.0", "libobjc.so.4", "libapple.so"],
    "libdispatch.dylib": ["libapple.so"],
    "libsystem_malloc.dylib": ["libc.so.6"],
  };
  Process.findModuleByName = (name) => {
    if (!(name in instead)) return find(name);
    const modules = instead[name].map(find).filter((one) => one !== null);
    return { name, enumerateExports: () => modules.flatMap((one) => one.enumerateExports()) };
  };
})();
