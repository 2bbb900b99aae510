package android.os;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Stands in for Android's class: what is asked of it, and no more. */
public class Bundle {
  private final Map<String, Object> held = new LinkedHashMap<>();
  public void put(String name, Object value) { held.put(name, value); }
  public Set<String> keySet() { return held.keySet(); }
  public Object get(String name) { return held.get(name); }
  @Override public String toString() { return "Bundle[" + held + "]"; }
}
