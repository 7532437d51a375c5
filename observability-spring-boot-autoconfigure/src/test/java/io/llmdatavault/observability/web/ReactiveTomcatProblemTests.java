package io.llmdatavault.observability.web;

import org.springframework.boot.web.embedded.tomcat.TomcatReactiveWebServerFactory;

class ReactiveTomcatProblemTests extends ReactiveProblemSuite {

    ReactiveTomcatProblemTests() {
        super(TomcatReactiveWebServerFactory::new);
    }
}
