package app;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/** Does what a line on standard input asks for: `work TOPIC N`. `weak` or `fixed` is its argument. */
public final class Main {
  public static void main(String[] args) throws Exception {
    boolean weak = args[0].equals("weak");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("READY");
    for (String line; (line = in.readLine()) != null; ) {
      String[] words = line.split(" ");
      if (words[0].equals("quit")) break;
      for (int n = Integer.parseInt(words[2]); n > 0; n--) Work.of(words[1], weak);
      System.out.println("DONE");
    }
    Runtime.getRuntime().halt(0);
  }
}
