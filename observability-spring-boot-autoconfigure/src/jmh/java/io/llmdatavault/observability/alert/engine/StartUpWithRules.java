package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.springframework.util.FileSystemUtils;

/**
 * How much longer {@link StartUpApplication} takes to start with a thousand rules, as properties or in a rule file, each
 * in a process of its own, in turns. Run by {@code -Dbench.run=…StartUpWithRules}.
 */
public final class StartUpWithRules {

    private static final String NONE = "only the rules that are shipped";

    private StartUpWithRules() {}

    /**
     * Prints the medians as a table, and the least, which says most where other machines share the processors.
     * @param args how often each is started and how many rules there are, 10 and 1000 if there are none; and a word of the
     *     configuration that alone is compared with none, all if there is none
     * @throws IOException when a process cannot be started
     * @throws InterruptedException when it is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        BenchmarkRules rules = new BenchmarkRules(count, "5m", "1h", "5m");
        Path directory = Files.createTempDirectory("start-up-with-rules");
        try {
            Path file = Files.writeString(directory.resolve("rules.yml"), rules.file());
            Map<String, String> configurations = new LinkedHashMap<>();
            configurations.put(NONE, "vault.observability.alerts.enabled: true\n");
            configurations.put(count + " as properties", rules.properties());
            // What Spring Boot does with as many names that nobody asks for.
            configurations.put(
                    count + " as properties of another name", rules.properties().replaceFirst("vault:", "nobody:"));
            configurations.put(count + " in a rule file", "vault.observability.alerts.rule-files: " + file + "\n");
            if (args.length > 2) {
                configurations.keySet().removeIf(name -> !name.equals(NONE) && !name.contains(args[2]));
            }
            Map<String, List<long[]>> figures = new LinkedHashMap<>();
            for (Map.Entry<String, String> configuration : configurations.entrySet()) {
                Files.writeString(directory.resolve(configuration.getKey() + ".yml"), configuration.getValue());
                figures.put(configuration.getKey(), new ArrayList<>());
            }
            List<String> turns = new ArrayList<>(configurations.keySet());
            Random random = new Random(4711);
            // The first round is for the caches of the operating system.
            for (int round = -1; round < rounds; round++) {
                Collections.shuffle(turns, random);
                for (String turn : turns) {
                    long[] figure = start(directory.resolve(turn + ".yml"), directory.resolve("output"));
                    if (round >= 0) {
                        figures.getOrDefault(turn, List.of()).add(figure);
                    }
                }
            }
            print(figures);
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private static long[] start(Path configuration, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartUpApplication.class.getName(),
                        "--spring.config.location=" + configuration.toUri())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            if (line.startsWith(StartUpApplication.MARK)) {
                String[] parts = line.split(" ");
                return new long[] {Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3])};
            }
        }
        throw new IllegalStateException(Files.readString(output));
    }

    private static void print(Map<String, List<long[]>> figures) {
        System.out.println("| | rules | ms | more | least | more | processors, ms | more |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        List<long[]> none = figures.getOrDefault(NONE, List.of());
        figures.forEach((name, all) -> System.out.printf(
                "| %s | %d | %d | %d | %d | %d | %d | %d |%n",
                name,
                median(all, 2),
                median(all, 0),
                median(all, 0) - median(none, 0),
                least(all),
                least(all) - least(none),
                median(all, 1),
                median(all, 1) - median(none, 1)));
    }

    private static long least(List<long[]> figures) {
        return figures.stream().mapToLong(figure -> figure[0]).min().orElseThrow();
    }

    private static long median(List<long[]> figures, int index) {
        return figures.stream()
                .mapToLong(figure -> figure[index])
                .sorted()
                .skip(figures.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
