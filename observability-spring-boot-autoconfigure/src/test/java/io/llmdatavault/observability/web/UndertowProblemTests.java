package io.llmdatavault.observability.web;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;

class UndertowProblemTests extends ServletProblemSuite {

    UndertowProblemTests() {
        super(UndertowServletWebServerFactory::new);
    }
}
