package io.llmdatavault.observability.web;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.error.ErrorKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * The sentences of problems: the application's in the language of the caller, else ours in English. A message source
 * of the application's that throws counts as one that knows nothing.
 */
final class ProblemTexts {

    private static final Logger logger = LoggerFactory.getLogger(ProblemTexts.class);

    static final String BUNDLE = ProblemTexts.class.getPackageName() + ".problem";

    private static final String PREFIX = "vault.problem.";

    private static final int LAST_STATUS = 599;

    private final MessageSource applicationMessages;

    private final MessageSource ownMessages;

    /** Ours without arguments are always the same. */
    private final Map<String, String> fixed = new HashMap<>();

    /** Made once: every problem asks for its title. */
    private final Map<ErrorKind, String> titleCodes = new EnumMap<>(ErrorKind.class);

    /** By status, made when one is asked for first; threads that do it at once make the same text. */
    private final @Nullable String[] httpDetailCodes = new String[LAST_STATUS + 1];

    private final WarnOnce warning =
            new WarnOnce(logger, "The message source throws and is left out of problem details");

    ProblemTexts(MessageSource applicationMessages) {
        this.applicationMessages = applicationMessages;
        this.ownMessages = ownMessages();
        for (ErrorKind kind : ErrorKind.values()) {
            titleCodes.put(kind, PREFIX + kind.slug() + ".title");
        }
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, Locale.ROOT, ProblemTexts.class.getClassLoader());
        for (String code : bundle.keySet()) {
            if (!bundle.getString(code).contains("{")) {
                fixed.put(code, Objects.requireNonNull(ownMessages.getMessage(code, null, null, Locale.ENGLISH)));
            }
        }
    }

    private static MessageSource ownMessages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename(BUNDLE);
        messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
        messages.setFallbackToSystemLocale(false);
        messages.setBeanClassLoader(ProblemTexts.class.getClassLoader());
        return messages;
    }

    String title(ErrorKind kind, Locale locale) {
        String title = findByCode(Objects.requireNonNull(titleCodes.get(kind)), locale);
        return title != null ? title : kind.slug();
    }

    String detail(ErrorKind kind, Locale locale, Object... attributes) {
        String detail = find(kind.slug() + ".detail", locale, attributes);
        return detail != null ? detail : title(kind, locale);
    }

    /** The sentence for what Spring itself refuses. */
    String httpDetail(int status, Locale locale) {
        String detail = findByCode(httpDetailCode(status), locale);
        if (detail == null) {
            detail = find("http." + status / 100 + "xx.detail", locale);
        }
        return detail != null ? detail : "HTTP " + status;
    }

    private String httpDetailCode(int status) {
        if (status < 0 || status > LAST_STATUS) {
            return PREFIX + "http." + status + ".detail";
        }
        String code = httpDetailCodes[status];
        if (code == null) {
            code = PREFIX + "http." + status + ".detail";
            httpDetailCodes[status] = code;
        }
        return code;
    }

    /** The sentence under {@code vault.problem.<key>}. */
    @Nullable
    String find(String key, Locale locale, Object... arguments) {
        return findByCode(PREFIX + key, locale, arguments);
    }

    private @Nullable String findByCode(String code, Locale locale, Object... arguments) {
        String text = findInApplication(code, locale, arguments);
        if (text == null) {
            text = fixed.get(code);
        }
        return text != null ? text : ownMessages.getMessage(code, arguments, null, Locale.ENGLISH);
    }

    /**
     * The text of a validation message: the application's for the first code it knows, else the default text. That one
     * is taken as it is, because a regular expression in it is no message format.
     */
    @Nullable
    String find(MessageSourceResolvable message, Locale locale) {
        String[] codes = message.getCodes();
        for (String code : codes != null ? codes : new String[0]) {
            String text = findInApplication(code, locale, message.getArguments());
            if (text != null) {
                return text;
            }
        }
        return message.getDefaultMessage();
    }

    private @Nullable String findInApplication(String code, Locale locale, Object @Nullable [] arguments) {
        try {
            String text = applicationMessages.getMessage(code, arguments, null, locale);
            // Some message sources answer with the code for what they do not know.
            return code.equals(text) ? null : text;
        } catch (RuntimeException ex) {
            warning.warn(ex);
            return null;
        }
    }
}
