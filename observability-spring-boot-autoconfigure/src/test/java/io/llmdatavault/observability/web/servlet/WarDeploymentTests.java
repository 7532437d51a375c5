package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.http.HttpResponse;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.report.RecentErrors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.support.ErrorPageFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** In a server that Boot has not started, a filter of Boot's forwards to the error page in place of the server. */
class WarDeploymentTests {

    private final WebApplicationContextRunner runner = WebServer.runner()
            .withBean(ErrorPageFilter.class)
            .withBean(Endpoints.class)
            .withBean(Forwards.class);

    @Test
    void answersSentErrors() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/sends");
            ContainerProblemTests.problem(response, 409, "CONFLICT");
            assertThat(WebServer.json(response).get("instance").asText()).isEqualTo("/sends");
            assertThat(server.context().getBean(RecentErrors.class).snapshot()).hasSize(1);
        });
    }

    @Test
    void answersWhatIsThrown() {
        WebServer.run(runner, server -> {
            ContainerProblemTests.problem(server.get("/datasets/gone"), 404, "NOT_FOUND");
            ContainerProblemTests.problem(server.get("/nowhere"), 404, "NOT_FOUND");
        });
    }

    @Test
    void answersOnlyInScope() {
        WebServer.run(
                runner.withPropertyValues("vault.observability.problem.paths=/datasets/**"),
                server -> assertThat(server.get("/sends").headers().firstValue("Content-Type"))
                        .hasValue("application/json"));
    }

    @Test
    void leavesTheErrorPageToBrowsers() {
        WebServer.run(
                runner,
                server -> assertThat(server.get("/sends", "Accept", "text/html").body())
                        .contains("Whitelabel Error Page"));
    }

    @Test
    void leavesOtherForwardsAlone() {
        WebServer.run(runner, server -> {
            assertThat(server.get("/forwards").body()).isEqualTo("forwarded");
            assertThat(server.get("/forwards-marked").body()).isEqualTo("forwarded");
            assertThat(WebServer.json(server.get("/error-without-error")).has("code"))
                    .isFalse();
        });
    }

    @RestController
    static class Forwards {

        @GetMapping("/sends")
        void sends(HttpServletResponse response) throws IOException {
            response.sendError(409);
        }

        @GetMapping("/forwards")
        void forwards(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            request.getRequestDispatcher("/target").forward(request, response);
        }

        /** A page of the application's for an error of its own. */
        @GetMapping("/forwards-marked")
        void forwardsMarked(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 409);
            forwards(request, response);
        }

        @GetMapping("/error-without-error")
        void error(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            request.getRequestDispatcher("/error").forward(request, response);
        }

        @GetMapping("/target")
        String target() {
            return "forwarded";
        }
    }
}
