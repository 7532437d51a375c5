package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Writes {@link LimitFields} into the servlet response of the current thread. */
final class ServletLimitHeaders implements LimitHeaders {

    @Override
    public void tell(String name, RequestRate rate, long limit, long remaining, Duration untilReset) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getResponse() != null
                && !attributes.getResponse().isCommitted()) {
            HttpServletResponse response = attributes.getResponse();
            put(response, LimitFields.POLICY, name, LimitFields.policy(name, rate, limit));
            put(response, LimitFields.STATE, name, LimitFields.state(name, rate, remaining, untilReset));
        }
    }

    private static void put(HttpServletResponse response, String header, String name, String line) {
        List<String> lines = LimitFields.lines(name, line, response.getHeaders(header));
        response.setHeader(header, lines.get(0));
        lines.stream().skip(1).forEach(other -> response.addHeader(header, other));
    }
}
