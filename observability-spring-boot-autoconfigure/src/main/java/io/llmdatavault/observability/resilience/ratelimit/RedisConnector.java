package io.llmdatavault.observability.resilience.ratelimit;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Opens a connection of our own by the application's client: its addresses, credentials, TLS and options. The shared one
 * of the application may wait behind a long command.
 */
final class RedisConnector {

    private static final byte[] NAME = "vault-rate-limit".getBytes(StandardCharsets.UTF_8);

    private final LettuceConnectionFactory factory;

    RedisConnector(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    /** Waits as long as the client's own time-outs let it, which are a minute and more: {@link RedisOpener} does not. */
    Link open() {
        AbstractRedisClient client = factory.getRequiredNativeClient();
        if (client instanceof RedisClusterClient cluster) {
            StatefulRedisClusterConnection<byte[], byte[]> connection = cluster.connect(ByteArrayCodec.INSTANCE);
            return new Link(connection, connection.async());
        }
        StatefulRedisConnection<byte[], byte[]> connection = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
        return new Link(connection, connection.async());
    }

    /** An open connection. One to a cluster counts as up: its parts come and go. */
    static final class Link implements RedisConnectionStateListener {

        private final StatefulConnection<byte[], byte[]> connection;

        private final RedisClusterAsyncCommands<byte[], byte[]> commands;

        private volatile boolean up = true;

        Link(StatefulConnection<byte[], byte[]> connection, RedisClusterAsyncCommands<byte[], byte[]> commands) {
            this.connection = connection;
            this.commands = commands;
            connection.addListener(this);
            giveName();
        }

        RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return commands;
        }

        boolean isUp() {
            return up && connection.isOpen();
        }

        /** Lettuce warns when its client is closed before a connection has ended. */
        void close() {
            try {
                connection.closeAsync().get(1, TimeUnit.SECONDS);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException ex) {
                // Nothing of it is needed any more.
            }
        }

        private void giveName() {
            RedisFuture<String> unused = commands.clientSetname(NAME);
        }

        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connected, SocketAddress address) {
            up = true;
            giveName();
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
            up = false;
        }
    }
}
