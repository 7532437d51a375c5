package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.NotFoundError;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses before any dispatcher servlet: {@code /filter/throws} by an exception, {@code /filter/sends} by a status. */
class FailingFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (request.getRequestURI()) {
            case "/filter/throws" -> throw NotFoundError.builder("dataset", "x").build();
            case "/filter/sends" -> response.sendError(404);
            default -> chain.doFilter(request, response);
        }
    }
}
