package dalvik.system;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class DexClassLoader {
  public DexClassLoader(String path, String optimised, String libraries, ClassLoader parent) {}
}
