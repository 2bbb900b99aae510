package android.view;

import java.util.LinkedHashMap;
import java.util.Map;

/** Stands in for Android's class: what is asked of it, and no more. */
public final class WindowManagerGlobal {
  private static final WindowManagerGlobal ONE = new WindowManagerGlobal();
  private final Map<String, View> roots = new LinkedHashMap<>();
  public static WindowManagerGlobal getInstance() { return ONE; }
  public String[] getViewRootNames() { return roots.keySet().toArray(new String[0]); }
  public View getRootView(String name) { return roots.get(name); }
  public void show(String name, View root) { roots.put(name, root); }
}
