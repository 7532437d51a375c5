package io.llmdatavault.observability.health;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.logging.PlainText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.ReflectionUtils;

/**
 * The clients of checks of other services: one for all without an SSL bundle, and one for each bundle, made anew when the
 * bundle is. The application's own may add credentials and further attempts, and count what they send. Few threads serve all.
 */
final class HttpClients {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    /** Nothing blocks them: requests are sent by the threads of the checks. */
    private static final int THREADS = 2;

    private static final String NO_BUNDLE = "";

    private final Map<String, HttpClient> byBundle = new ConcurrentHashMap<>();

    private final @Nullable SslBundles bundles;

    private final ExecutorService executor;

    private volatile boolean closed;

    HttpClients(@Nullable SslBundles bundles) {
        this.bundles = bundles;
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "vault-health-http-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.executor = pool;
    }

    /** The client of now. The key says where the name of the bundle is from. */
    Supplier<HttpClient> of(String key, @Nullable String bundle) {
        String name = bundle == null ? NO_BUNDLE : bundle;
        if (!byBundle.containsKey(name)) {
            if (bundle == null) {
                byBundle.put(name, build(null));
            } else {
                watch(key, bundle);
            }
        }
        return () -> Objects.requireNonNull(byBundle.get(name));
    }

    private void watch(String key, String name) {
        if (bundles == null) {
            throw unknown(key, name, null);
        }
        try {
            // First: else one that is made anew right after it has been read would never count.
            bundles.addBundleUpdateHandler(name, updated -> renew(name, updated));
            SslBundle bundle = bundles.getBundle(name);
            byBundle.computeIfAbsent(name, same -> build(bundle));
        } catch (NoSuchSslBundleException ex) {
            throw unknown(key, name, ex);
        } catch (RuntimeException ex) {
            throw ConfigurationError.builder(key, "The SSL bundle '%s' cannot be used".formatted(name))
                    .expectedType("a bundle whose stores can be read")
                    .cause(ex)
                    .build();
        }
    }

    /** Never throws: that would keep the news from others who use the bundle. */
    private void renew(String name, SslBundle updated) {
        byBundle.compute(name, (same, before) -> {
            if (closed) {
                return before;
            }
            try {
                HttpClient client = build(updated);
                if (before != null) {
                    end("shutdown", before);
                }
                return client;
            } catch (RuntimeException ex) {
                logger.warn(
                        "The SSL bundle {} was reloaded and cannot be used: health checks go on with the one before",
                        PlainText.of(name),
                        ex);
                return before;
            }
        });
    }

    private static ConfigurationError unknown(String key, String name, @Nullable Throwable cause) {
        return ConfigurationError.builder(key, "There is no SSL bundle '%s'".formatted(name))
                .expectedType("the name of a bundle below spring.ssl.bundle")
                .cause(cause)
                .build();
    }

    private HttpClient build(@Nullable SslBundle bundle) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor);
        if (bundle != null) {
            SslOptions options = bundle.getOptions();
            SSLParameters parameters = new SSLParameters();
            parameters.setCipherSuites(options.getCiphers());
            parameters.setProtocols(options.getEnabledProtocols());
            builder.sslContext(bundle.createSslContext()).sslParameters(parameters);
        }
        return builder.build();
    }

    /** Ends what still runs. Before Java 21 a client cannot be ended: its thread goes when nobody has the client any more. */
    void close() {
        closed = true;
        byBundle.keySet()
                .forEach(name -> byBundle.computeIfPresent(name, (same, client) -> {
                    end("shutdownNow", client);
                    return null;
                }));
        executor.shutdownNow();
    }

    private static void end(String how, HttpClient client) {
        Method method = ReflectionUtils.findMethod(HttpClient.class, how);
        if (method != null) {
            ReflectionUtils.invokeMethod(method, client);
        }
    }
}
