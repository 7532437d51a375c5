package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.promql.template.Template;
import org.jspecify.annotations.Nullable;

/** Says of expressions whether they look at samples only that are kept long enough. */
final class RuleReach {

    /** What is said of a template with a query that cannot be known before. */
    static final String UNKNOWN_QUERY =
            "has a query that is put together when an alert fires: its series may not be kept";

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    private static final String FIXED = "names a fixed time by @";

    private final Duration maxRetention;

    RuleReach(Duration maxRetention) {
        this.maxRetention = maxRetention;
    }

    /** What is wrong, a part of a sentence that begins with the name of what is wrong; {@code null} if nothing is. */
    @Nullable
    String problem(Expression expression) {
        List<SelectorReach> reaches;
        try {
            reaches = engine.reach(expression);
        } catch (PromQlException ex) {
            return "asks for samples from further back than can be computed with";
        }
        long millis = 0;
        for (SelectorReach reach : reaches) {
            millis = Math.max(millis, reach.millis());
        }
        if (millis == Long.MAX_VALUE) {
            return FIXED + ", of which no samples are kept";
        }
        if (millis > maxRetention.toMillis()) {
            return "asks for samples from " + text(Duration.ofMillis(millis)) + " ago, but they are kept for "
                    + text(maxRetention) + " at most";
        }
        return null;
    }

    /** What is wrong with the queries of a template, as above. */
    @Nullable
    String problem(Template template) {
        for (String query : template.queries()) {
            try {
                String problem = problem(PromQl.parse(query));
                if (problem != null) {
                    return "has a query that " + problem;
                }
            } catch (PromQlException ex) {
                return "has a query that is not an expression of Prometheus. " + ex.getMessage();
            }
        }
        return null;
    }

    String remedy(String problem) {
        return problem.contains(FIXED)
                ? "an expression without @; an offset is relative to the evaluation"
                : "ranges and offsets of " + text(maxRetention) + " together, or raise " + AlertProperties.PREFIX
                        + ".max-retention";
    }

    private static String text(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
