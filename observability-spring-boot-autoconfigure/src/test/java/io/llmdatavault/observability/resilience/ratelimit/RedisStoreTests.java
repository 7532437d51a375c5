package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class RedisStoreTests {

    @Test
    @SuppressWarnings("unchecked")
    void aClientThatFailsAtOnceIsNobodysFailure() throws Exception {
        RedisClusterAsyncCommands<byte[], byte[]> commands = mock(RedisClusterAsyncCommands.class);
        RedisFuture<Object> answer = mock(RedisFuture.class);
        given(answer.get(anyLong(), any())).willReturn(List.of(1L, 1L, 1000L));
        given(commands.evalsha(
                        any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class)))
                .willReturn(answer);
        given(commands.eval(any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class)))
                .willThrow(new RedisException("closed"));
        StatefulConnection<byte[], byte[]> connection = mock(StatefulConnection.class);
        given(connection.closeAsync()).willReturn(CompletableFuture.completedFuture(null));
        RedisConnector.Link link = new RedisConnector.Link(connection, commands);
        RedisConnector connector = mock(RedisConnector.class);
        given(connector.open()).willReturn(link);
        RedisStore store =
                new RedisStore(connector, Duration.ofSeconds(30), new StoreCircuit("local", System::nanoTime));
        store.open(Duration.ofSeconds(30));
        try {
            assertThat(store.isAsked()).isTrue();
            store.tell(PermitScript.GIVE_BACK, "some", 1, 1);
            verify(commands)
                    .eval(any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class));
        } finally {
            store.close();
        }
    }
}
