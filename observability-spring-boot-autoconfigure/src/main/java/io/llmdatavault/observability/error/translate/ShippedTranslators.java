package io.llmdatavault.observability.error.translate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The one place that looks which libraries are there. A translator that names a library's class is loaded only when
 * that class is.
 */
final class ShippedTranslators {

    private ShippedTranslators() {}

    /** The more special ones first: a file or network exception is an I/O exception, too. */
    static List<ShippedTranslator> load(@Nullable ClassLoader classLoader) {
        List<ShippedTranslator> translators = new ArrayList<>();
        if (ClassUtils.isPresent("org.springframework.dao.DataAccessException", classLoader)) {
            translators.add(new DataAccessTranslator());
        }
        if (ClassUtils.isPresent("org.springframework.web.client.RestClientException", classLoader)) {
            translators.add(new HttpClientTranslator(Clock.systemUTC()));
        }
        if (ClassUtils.isPresent("java.sql.SQLException", classLoader)) {
            translators.add(new SqlTranslator());
        }
        translators.add(new NetworkTranslator());
        translators.add(new FileTranslator());
        translators.add(new PlatformTranslator());
        return List.copyOf(translators);
    }
}
