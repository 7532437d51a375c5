package io.llmdatavault.observability.web;

import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;

class NettyProblemTests extends ReactiveProblemSuite {

    NettyProblemTests() {
        super(NettyReactiveWebServerFactory::new);
    }
}
