package io.llmdatavault.observability.logging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.logging.SensitiveNames.Sensitivity;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * Hides secrets in whatever leaves the service: log lines, spans, problems. A value is hidden when its name contains the
 * words of a configured field name ({@code vault.observability.logging.masking.fields}); free text is searched for such
 * names. A hidden value is {@code ***}; a long one that is no password keeps its ends, as in {@code abcd...wxyz}.
 *
 * <p>There is one masker in an application. It is built from the {@link Environment} before the application context,
 * for the first log line, and is also a bean. A bean of the application's own replaces it for other beans; log lines
 * keep the environment's.
 *
 * <p>Immutable and thread-safe. No method throws: where masking fails, the text is hidden whole. Text without secrets is
 * returned as the same instance. The time taken is linear in the length of the text, unless configured patterns are not.
 *
 * @since 0.1.0
 */
public final class Masker {

    /** Deeper maps and lists are hidden; one that contains itself would never end. */
    private static final int MAX_DEPTH = 16;

    private final boolean enabled;

    private final SensitiveNames names;

    private final ValueMask valueMask;

    private final FreeText freeText;

    private final List<Pattern> patterns;

    private final List<MaskingRule> rules;

    Masker(LoggingProperties.Masking properties, List<MaskingRule> rules) {
        Set<String> fields = new LinkedHashSet<>(properties.fields());
        fields.addAll(properties.additionalFields());
        this.enabled = properties.enabled();
        this.names = new SensitiveNames(fields);
        this.valueMask = new ValueMask(properties.keep());
        this.freeText = new FreeText(names, valueMask);
        this.patterns = properties.patterns().stream().map(Pattern::compile).toList();
        this.rules = List.copyOf(rules);
    }

    /**
     * The masker of an environment. The first call builds it, with the {@link MaskingRule}s of the class path, and
     * keeps it in the environment for all later ones.
     * @param environment where the keys are
     * @return always the same masker for the same configurable environment
     * @throws io.llmdatavault.observability.error.ConfigurationError if a key below
     * {@code vault.observability.logging} has a wrong value
     */
    public static Masker from(Environment environment) {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return create(environment);
        }
        MutablePropertySources sources = configurable.getPropertySources();
        synchronized (sources) {
            PropertySource<?> kept = sources.get(Holder.NAME);
            if (kept != null && kept.getSource() instanceof Masker masker) {
                return masker;
            }
            Masker masker = create(environment);
            sources.addLast(new Holder(masker));
            return masker;
        }
    }

    private static Masker create(Environment environment) {
        return new Masker(
                LoggingProperties.from(environment).masking(),
                SpringFactoriesLoader.loadFactories(MaskingRule.class, ClassUtils.getDefaultClassLoader()));
    }

    /**
     * Masks a text that has a name, as a log field, a span attribute or a header has.
     * @param name the name
     * @param value the text
     * @return the text to show; the same instance when nothing is hidden
     */
    public String mask(String name, String value) {
        if (!enabled) {
            return value;
        }
        try {
            Sensitivity sensitivity = names.of(name);
            String masked = sensitivity == Sensitivity.NONE ? maskFreeText(value) : valueMask.mask(value, sensitivity);
            return applyRules(name, masked);
        } catch (RuntimeException | StackOverflowError ex) {
            return ValueMask.HIDDEN;
        }
    }

    /**
     * Masks a value that has a name. Maps, collections and arrays are masked within, in a copy; numbers and booleans
     * under {@code token} are left, they count tokens; any other object is returned as it is unless its name is
     * sensitive.
     * @param name the name
     * @param value the value
     * @return the value to show; the same instance when nothing is hidden
     */
    public Object mask(String name, Object value) {
        if (!enabled) {
            return value;
        }
        try {
            return mask(name, value, 0);
        } catch (RuntimeException | StackOverflowError ex) {
            return ValueMask.HIDDEN;
        }
    }

    /**
     * Masks free text, as a message or a stack trace is.
     * @param text the text
     * @return the text to show; the same instance when nothing is hidden
     */
    public String maskText(String text) {
        if (!enabled) {
            return text;
        }
        try {
            return applyRules(null, maskFreeText(text));
        } catch (RuntimeException | StackOverflowError ex) {
            return ValueMask.HIDDEN;
        }
    }

    private Object mask(String name, Object value, int depth) {
        if (value instanceof CharSequence text) {
            return mask(name, text.toString());
        }
        Sensitivity sensitivity = names.of(name);
        if (value instanceof Number || value instanceof Boolean) {
            return sensitivity.compareTo(Sensitivity.COUNTABLE) > 0 ? ValueMask.HIDDEN : value;
        }
        if (depth == MAX_DEPTH) {
            return ValueMask.HIDDEN;
        }
        if (value instanceof Collection<?> elements) {
            return maskElements(name, elements, depth + 1);
        }
        if (value instanceof Object[] elements) {
            return maskElements(name, Arrays.asList(elements), depth + 1);
        }
        if (sensitivity != Sensitivity.NONE) {
            return ValueMask.HIDDEN;
        }
        return value instanceof Map<?, ?> entries ? maskEntries(entries, depth + 1) : value;
    }

    private Object maskElements(String name, Collection<?> elements, int depth) {
        List<@Nullable Object> masked = new ArrayList<>(elements.size());
        for (Object element : elements) {
            masked.add(element == null ? null : mask(name, element, depth));
        }
        return masked;
    }

    private Object maskEntries(Map<?, ?> entries, int depth) {
        Map<Object, @Nullable Object> masked = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> masked.put(key, value == null ? null : mask(String.valueOf(key), value, depth)));
        return masked;
    }

    private String maskFreeText(String text) {
        String masked = freeText.mask(text);
        for (int i = 0; i < patterns.size(); i++) {
            masked = maskMatches(patterns.get(i), masked);
        }
        return masked;
    }

    private String maskMatches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder masked = null;
        int copied = 0;
        while (matcher.find()) {
            int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
            int start = matcher.start(group);
            int end = matcher.end(group);
            if (end > start) {
                masked = masked == null ? new StringBuilder(text.length()) : masked;
                masked.append(text, copied, start)
                        .append(valueMask.mask(text.substring(start, end), Sensitivity.PARTIAL));
                copied = end;
            }
        }
        return masked == null
                ? text
                : masked.append(text, copied, text.length()).toString();
    }

    private String applyRules(@Nullable String name, String text) {
        String masked = text;
        for (int i = 0; i < rules.size(); i++) {
            masked = rules.get(i).mask(name, masked);
        }
        return masked;
    }

    /** Carries the masker in the environment, which is the one thing that outlives the steps of start-up. */
    private static final class Holder extends EnumerablePropertySource<Masker> {

        private static final String NAME = "vaultObservabilityMasker";

        Holder(Masker masker) {
            super(NAME, masker);
        }

        @Override
        public String[] getPropertyNames() {
            return new String[0];
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return null;
        }
    }
}
