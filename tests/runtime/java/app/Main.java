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
      Thread worker = new Thread(() -> work(words[1], weak, Integer.parseInt(words[2])));
      worker.start();
      worker.join();
      System.out.println("DONE");
    }
    Runtime.getRuntime().halt(0);
  }

  private static void work(String topic, boolean weak, int times) {
    try {
      for (int n = 0; n < times; n++) Work.of(topic, weak);
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }
}
