package io.llmdatavault.observability.health;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What drivers say, and what is said of it. */
class DatabaseFaultTests {

    @ParameterizedTest
    @CsvSource({
        "28P01, 0, CREDENTIALS",
        "28000, 1045, CREDENTIALS",
        "3D000, 0, NOT_THERE",
        "42000, 1049, NOT_THERE",
        "53300, 0, FULL",
        "08004, 1040, FULL",
        "57P03, 0, STARTING",
        "08S01, 0, UNREACHABLE",
        "42000, 0, SILENT",
        ", 0, SILENT"
    })
    void faultsAreToldApartByTheirCodes(String state, int code, DatabaseFault fault) {
        SQLException failure = new SQLException("secret", state, code);
        assertThat(DatabaseFault.of(new IllegalStateException(new SQLException("pool", failure))))
                .isEqualTo(fault);
        assertThat(fault.sentence()).doesNotContain("secret");
    }

    @Test
    void brokenConnectionIsNoUnreachableDatabase() {
        assertThat(because(new SocketException("Connection reset"))).isEqualTo(DatabaseFault.BROKEN_OFF);
        assertThat(because(new EOFException())).isEqualTo(DatabaseFault.BROKEN_OFF);
        assertThat(because(new ConnectException("Connection refused"))).isEqualTo(DatabaseFault.UNREACHABLE);
        assertThat(because(new UnknownHostException("nowhere"))).isEqualTo(DatabaseFault.UNREACHABLE);
        assertThat(because(new SocketTimeoutException("connect timed out"))).isEqualTo(DatabaseFault.UNREACHABLE);
        assertThat(because(new SSLHandshakeException("no trust"))).isEqualTo(DatabaseFault.UNREACHABLE);
    }

    /** Neither of them has a type that says so. */
    @Test
    void noNetworkIsAnUnreachableDatabase() {
        assertThat(because(new SocketException("Network is unreachable"))).isEqualTo(DatabaseFault.UNREACHABLE);
        assertThat(because(new BindException("Cannot assign requested address")))
                .isEqualTo(DatabaseFault.UNREACHABLE);
        assertThat(because(ofConnecting("in the language of the machine"))).isEqualTo(DatabaseFault.UNREACHABLE);
        assertThat(because(new FileSystemException("/data/h2.db"))).isEqualTo(DatabaseFault.UNREACHABLE);
    }

    /** Who hears of the connection and of its end at once hears it as a failure to connect. */
    @Test
    void connectionThatIsTakenAndResetIsABrokenOne() {
        assertThat(because(ofConnecting("Connection reset by peer"))).isEqualTo(DatabaseFault.BROKEN_OFF);
        assertThat(because(ofConnecting("Connection reset"))).isEqualTo(DatabaseFault.BROKEN_OFF);
    }

    private static SocketException ofConnecting(String message) {
        SocketException failure = new SocketException(message);
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.nio.ch.Net", "connect0", null, -2),
            new StackTraceElement("java.net.Socket", "connect", "Socket.java", 1)
        });
        return failure;
    }

    private static DatabaseFault because(IOException cause) {
        return DatabaseFault.of(new SQLException("pool", new SQLException("driver", "08001", cause)));
    }

    /** A driver says the same of both. */
    @Test
    void silentConnectionIsNoBrokenOne() {
        Duration second = Duration.ofSeconds(1);
        assertThat(DatabaseFault.ofInvalid(Duration.ofMillis(2), second.multipliedBy(5)))
                .isEqualTo(DatabaseFault.BROKEN_OFF);
        assertThat(DatabaseFault.ofInvalid(second, second.multipliedBy(5))).isEqualTo(DatabaseFault.SILENT);
        assertThat(DatabaseFault.ofInvalid(Duration.ofMillis(100), Duration.ofMillis(100)))
                .isEqualTo(DatabaseFault.SILENT);
    }
}
