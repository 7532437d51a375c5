package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** What becomes of a client when its bundle is reloaded at an awkward moment. */
@ExtendWith(OutputCaptureExtension.class)
class HttpClientsTests {

    private final SslBundle before = bundle();

    private final SslBundle after = bundle();

    private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("billing", before);

    private final HttpClients clients = new HttpClients(registry);

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void bundleThatIsReloadedWhileItIsReadCounts() {
        SslBundles reloading = mock(SslBundles.class, delegatesTo(registry));
        doAnswer(call -> {
                    SslBundle read = registry.getBundle("billing");
                    registry.updateBundle("billing", after);
                    return read;
                })
                .when(reloading)
                .getBundle("billing");
        HttpClients reading = new HttpClients(reloading);
        SSLContext expected = after.createSslContext();
        assertThat(reading.of("key", "billing").get().sslContext()).isSameAs(expected);
        reading.close();
    }

    @Test
    void bundleThatCannotBeUsedLeavesTheClientBefore(CapturedOutput output) {
        Supplier<HttpClient> client = clients.of("key", "billing");
        HttpClient there = client.get();
        when(after.createSslContext()).thenThrow(new IllegalStateException("No such store"));
        registry.updateBundle("billing", after);
        assertThat(client.get()).isSameAs(there);
        assertThat(output).containsOnlyOnce("The SSL bundle billing was reloaded and cannot be used");
    }

    @Test
    void nothingIsMadeAfterTheEnd() {
        clients.of("key", "billing");
        clients.close();
        registry.updateBundle("billing", after);
        verify(after, never()).createSslContext();
    }

    @Test
    void checkThatLostItsClientAsksOnceMore() throws Exception {
        HttpClient gone = mock(HttpClient.class);
        when(gone.send(any(), any())).thenThrow(new IOException("closed"));
        HttpClient there = answering();
        assertThat(check(gone, there).check().state()).isEqualTo(HealthState.HEALTHY);
        verify(there).send(any(), any());
    }

    @Test
    void checkWithTheSameClientDoesNot() throws Exception {
        HttpClient broken = mock(HttpClient.class);
        when(broken.send(any(), any())).thenThrow(new IOException("reset"));
        assertThat(check(broken).check().message()).isEqualTo("The service breaks the connection off.");
        verify(broken, times(1)).send(any(), any());
    }

    /** There is no time left for it. */
    @Test
    void checkThatHasWaitedDoesNot() throws Exception {
        HttpClient slow = mock(HttpClient.class);
        when(slow.send(any(), any())).thenThrow(new HttpTimeoutException("slow"));
        HttpClient there = answering();
        assertThat(check(slow, there).check().message()).isEqualTo("The service does not answer.");
        verify(there, never()).send(any(), any());
    }

    private static HttpClient answering() throws Exception {
        HttpClient client = mock(HttpClient.class);
        HttpResponse<Object> response = mock();
        when(response.statusCode()).thenReturn(200);
        when(response.body()).thenReturn(InputStream.nullInputStream());
        when(client.send(any(), any())).thenReturn(response);
        return client;
    }

    /** The last client stays. */
    private static HttpHealthCheck check(HttpClient... clients) {
        HttpProperties target =
                new HttpProperties("https://localhost/", HttpProperties.Method.GET, List.of(), "billing");
        Deque<HttpClient> next = new ArrayDeque<>(List.of(clients));
        return new HttpHealthCheck(
                "billing", target, () -> next.size() > 1 ? next.pop() : next.element(), Duration.ofSeconds(30));
    }

    private static SslBundle bundle() {
        SslBundle bundle = mock(SslBundle.class);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            when(bundle.getOptions()).thenReturn(SslOptions.NONE);
            when(bundle.createSslContext()).thenReturn(context);
            return bundle;
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }
}
