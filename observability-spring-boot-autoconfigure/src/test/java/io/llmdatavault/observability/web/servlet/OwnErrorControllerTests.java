package io.llmdatavault.observability.web.servlet;

import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class OwnErrorControllerTests {

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Endpoints.class);

    @Test
    void leavesEverythingToTheErrorControllerOfTheApplication() {
        WebServer.run(runner.withBean(OwnErrorController.class), server -> {
            assertThat(server.get("/datasets/gone").statusCode()).isEqualTo(499);
            assertThat(server.get("/datasets/gone").body()).isEqualTo("own");
        });
    }

    @Test
    void answersBesidesTheErrorControllerOfBoot() {
        WebServer.run(
                runner,
                server -> assertThat(server.get("/datasets/gone").headers().firstValue("Content-Type"))
                        .hasValue("application/problem+json"));
    }

    @RestController
    static class OwnErrorController implements ErrorController {

        @RequestMapping("/error")
        String error(HttpServletResponse response) {
            response.setStatus(499);
            return "own";
        }
    }
}
