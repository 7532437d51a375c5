package io.llmdatavault.observability.resilience.ratelimit;

import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** A Netty with threads of its own: those of the whole process would end with the first of several servers. */
@Configuration(proxyBeanMethods = false)
class OwnNetty {

    @Bean
    ReactorResourceFactory resources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    @Bean
    NettyReactiveWebServerFactory netty(ReactorResourceFactory resources) {
        NettyReactiveWebServerFactory netty = new NettyReactiveWebServerFactory();
        netty.setResourceFactory(resources);
        return netty;
    }
}
