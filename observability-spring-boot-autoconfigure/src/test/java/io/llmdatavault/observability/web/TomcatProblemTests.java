package io.llmdatavault.observability.web;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

class TomcatProblemTests extends ServletProblemSuite {

    TomcatProblemTests() {
        super(TomcatServletWebServerFactory::new);
    }
}
