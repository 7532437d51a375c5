package io.llmdatavault.observability.web.reactive;

import java.net.http.HttpResponse;

import io.llmdatavault.observability.error.report.RecentError;
import io.llmdatavault.observability.error.report.RecentErrors;
import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Every failure is counted once, also where somebody else or nobody answers it. */
class ReactiveReportTests {

    private final ReactiveWebApplicationContextRunner runner = ReactiveServer.runner()
            .withUserConfiguration(ReactiveEndpoints.class)
            .withBean(Failing.class);

    @Test
    void countsWhatFailsOnItsWay() {
        ReactiveServer.run(runner, server -> {
            assertThatException().isThrownBy(() -> server.get("/late"));
            await().untilAsserted(() -> assertThat(recent(server).snapshot())
                    .extracting(RecentError::code, RecentError::operation)
                    .containsExactly(tuple("INTERNAL", "GET /late")));
        });
    }

    @Test
    void countsNoDisconnectOnItsWay() {
        ReactiveServer.run(runner, server -> {
            server.get("/leaves");
            server.get("/foreign");
            await().untilAsserted(() -> assertThat(recent(server).snapshot())
                    .extracting(RecentError::operation)
                    .containsExactly("GET /foreign"));
        });
    }

    @Test
    void countsWhatBrowsersSee() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> page = server.get("/foreign", "Accept", "text/html");
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body()).contains("<html>");
            assertThat(server.get("/unavailable", "Accept", "text/html").statusCode())
                    .isEqualTo(503);
            assertThat(server.get("/datasets/gone", "Accept", "text/html").statusCode())
                    .isEqualTo(404);
            assertThat(recent(server).snapshot())
                    .extracting(RecentError::code)
                    .containsExactlyInAnyOrder("INTERNAL", "SERVICE_UNAVAILABLE", "NOT_FOUND");
        });
    }

    @Test
    void countsNothingWhereItIsSwitchedOffForAPath() {
        ReactiveServer.run(
                runner.withPropertyValues("vault.observability.problem.exclude-paths=/foreign,/late"), server -> {
                    server.get("/foreign", "Accept", "text/html");
                    assertThatException().isThrownBy(() -> server.get("/late"));
                    assertThat(recent(server).snapshot()).isEmpty();
                });
    }

    @Test
    void failedUploadToAnotherServiceIsNoSuccess() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/upstream");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(SuiteServer.isProblem(response)).isTrue();
            assertThat(recent(server).snapshot()).hasSize(1);
        });
    }

    @Test
    void callerWhoWentAwayIsNeitherSuccessNorFailure() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/aborted");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEmpty();
            assertThat(recent(server).snapshot()).isEmpty();
        });
    }

    private static RecentErrors recent(SuiteServer server) {
        return server.context().getBean(RecentErrors.class);
    }

    @RestController
    static class Failing {

        @GetMapping(path = "/late", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<String> late() {
            return Flux.just("a").concatWith(Mono.error(new IllegalStateException("late")));
        }

        @GetMapping(path = "/leaves", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<String> leaves() {
            return Flux.just("a").concatWith(Mono.error(AbortedException.beforeSend()));
        }

        @GetMapping("/unavailable")
        Mono<String> unavailable() {
            return Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
        }

        /** As clients on Reactor Netty say that the other side has closed the connection. */
        @GetMapping("/upstream")
        Mono<String> upstream() {
            return Mono.error(new IllegalStateException("upload failed", AbortedException.beforeSend()));
        }

        @GetMapping("/aborted")
        Mono<String> aborted() {
            return Mono.error(AbortedException.beforeSend());
        }
    }
}
