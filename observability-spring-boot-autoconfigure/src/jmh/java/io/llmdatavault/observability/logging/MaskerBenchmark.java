package io.llmdatavault.observability.logging;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.core.env.StandardEnvironment;

/** What masking costs a log line, against the regular expression that is usually written for it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskerBenchmark {

    /** 113 characters without a secret and without a delimiter. */
    private final String clean =
            "Stored record 42 of dataset weather-2026 in the backend s3 after 3 attempts and within the deadline of thirty sec";

    /** As long, with delimiters that start no secret. */
    private final String cleanWithDelimiters =
            "Stored record=42 of dataset: weather-2026 in the backend=s3 after attempts=3 and within the deadline: thirty seco";

    private final String secret =
            "Stored record 42 of dataset weather-2026 with password=hunter2 in the backend s3 after 3 attempts and within time";

    private final Pattern pattern = Pattern.compile(
            "(?i)(password|secret|token|api_key|private_key|access_key|credential|authorization)\\s*[=:]\\s*\\S+");

    private final Masker masker = Masker.from(new StandardEnvironment());

    @Benchmark
    public String maskClean() {
        return masker.maskText(clean);
    }

    @Benchmark
    public String maskCleanWithDelimiters() {
        return masker.maskText(cleanWithDelimiters);
    }

    @Benchmark
    public String maskSecret() {
        return masker.maskText(secret);
    }

    @Benchmark
    public String maskNamedValue() {
        return masker.mask("X-Api-Key", "abcd1234efgh5678wxyz");
    }

    @Benchmark
    public String regexClean() {
        Matcher matcher = pattern.matcher(clean);
        return matcher.find() ? matcher.replaceAll("$1=***") : clean;
    }

    @Benchmark
    public String regexSecret() {
        Matcher matcher = pattern.matcher(secret);
        return matcher.find() ? matcher.replaceAll("$1=***") : secret;
    }
}
