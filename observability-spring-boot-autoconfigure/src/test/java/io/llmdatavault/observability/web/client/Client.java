package io.llmdatavault.observability.web.client;

import java.util.function.Consumer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.catchThrowable;

/** The three clients of Spring, built by Boot's builders in a context, as one. */
enum Client {
    REST_CLIENT(RestClientResponseException.class) {
        @Override
        String get(BeanFactory beans, String url, Consumer<HttpHeaders> headers) {
            RestClient client = beans.getBean(RestClient.Builder.class).build();
            return client.get().uri(url).headers(headers).retrieve().body(String.class);
        }
    },
    REST_TEMPLATE(RestClientResponseException.class) {
        @Override
        String get(BeanFactory beans, String url, Consumer<HttpHeaders> headers) {
            RestTemplate template = beans.getBean(RestTemplateBuilder.class).build();
            HttpHeaders sent = new HttpHeaders();
            headers.accept(sent);
            return template.exchange(url, HttpMethod.GET, new HttpEntity<>(sent), String.class)
                    .getBody();
        }
    },
    WEB_CLIENT(WebClientResponseException.class) {
        @Override
        String get(BeanFactory beans, String url, Consumer<HttpHeaders> headers) {
            WebClient client = beans.getBean(WebClient.Builder.class).build();
            return client.get()
                    .uri(url)
                    .headers(headers)
                    .retrieve()
                    .bodyToMono(String.class)
                    .block();
        }
    };

    private final Class<? extends RuntimeException> springException;

    Client(Class<? extends RuntimeException> springException) {
        this.springException = springException;
    }

    abstract String get(BeanFactory beans, String url, Consumer<HttpHeaders> headers);

    String get(BeanFactory beans, String url) {
        return get(beans, url, headers -> {});
    }

    Throwable failure(BeanFactory beans, String url) {
        return catchThrowable(() -> get(beans, url));
    }

    /** What Spring throws for an answer that is an error. */
    Class<? extends RuntimeException> springException() {
        return springException;
    }
}
