package io.llmdatavault.observability.alert.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log says of an alert that has a value, and of one that is there because there is no data. */
class LogNotifierTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Notifier.class);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    @Test
    void aValueIsANumberOrIsNone() {
        assertThat(send(7, false).getFormattedMessage()).isEqualTo("Alert deep is firing, value 7.0 {queue=a}");
        assertThat(send(Double.NaN, false).getFormattedMessage())
                .isEqualTo("Alert deep is firing, value NaN {queue=a}");
        assertThat(fields(send(7, false))).contains(new KeyValuePair("value", 7.0));
    }

    @Test
    void noDataIsNoNumber() {
        ILoggingEvent line = send(Double.NaN, true);
        assertThat(line.getFormattedMessage()).isEqualTo("Alert deep is firing, no data {queue=a}");
        assertThat(fields(line))
                .contains(new KeyValuePair("no_data", true))
                .extracting(field -> field.key)
                .doesNotContain("value");
    }

    private static List<KeyValuePair> fields(ILoggingEvent line) {
        return line.getKeyValuePairs();
    }

    private ILoggingEvent send(double value, boolean noData) {
        new LogNotifier("log")
                .send(new Notification(
                        "deep",
                        "deep",
                        AlertSeverity.WARNING,
                        AlertCategory.DATA,
                        AlertState.FIRING,
                        Map.of("queue", "a"),
                        Map.of(),
                        value,
                        noData,
                        Instant.EPOCH,
                        null,
                        "f"));
        return lines.list.get(lines.list.size() - 1);
    }
}
