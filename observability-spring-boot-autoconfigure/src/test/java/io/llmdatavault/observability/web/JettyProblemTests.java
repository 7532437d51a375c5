package io.llmdatavault.observability.web;

import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;

class JettyProblemTests extends ServletProblemSuite {

    JettyProblemTests() {
        super(JettyServletWebServerFactory::new);
    }
}
