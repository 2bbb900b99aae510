package android.view;

import java.util.List;

/** Stands in for Android's class: what is asked of it, and no more. */
public class ViewGroup extends View {
  private final List<View> children;
  public ViewGroup(View... children) { this.children = List.of(children); }
  public int getChildCount() { return children.size(); }
  public View getChildAt(int at) { return children.get(at); }
}
