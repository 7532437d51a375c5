package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers what fails in filters and servlets, and instead of the error page what was sent as an error. It stands before
 * all filters but those that must see every request, so also before Spring Security, which would guard the error page.
 */
class ProblemFilter implements Filter {

    private final ServletProblems problems;

    private final String errorPath;

    ProblemFilter(ServletProblems problems, String errorPath) {
        this.problems = problems;
        this.errorPath = errorPath;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
            return;
        }
        DispatcherType dispatch = request.getDispatcherType();
        if (dispatch != DispatcherType.REQUEST && dispatch != DispatcherType.ASYNC) {
            if (!isErrorPage(httpRequest, dispatch) || !answersErrorPage(httpRequest, httpResponse)) {
                chain.doFilter(request, response);
            }
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error ex) {
            if (!problems.answerOutside(ex, httpRequest, httpResponse)) {
                throw ex;
            }
        }
    }

    /**
     * Any other page is one of the application's. Tomcat includes the page in an answer that is on its way already; in
     * a WAR a filter of Boot's forwards to it. What is no error has no {@link SentError}.
     */
    private boolean isErrorPage(HttpServletRequest request, DispatcherType dispatch) {
        Object path = dispatch == DispatcherType.INCLUDE
                ? request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI)
                : request.getRequestURI();
        return (request.getContextPath() + errorPath).equals(path);
    }

    private boolean answersErrorPage(HttpServletRequest request, HttpServletResponse response) {
        SentError sent = SentError.of(request, response);
        return sent != null && problems.answerErrorDispatch(sent, request, response);
    }
}
