package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.jspecify.annotations.Nullable;

/**
 * Lets headers, status and body through, and keeps back what would end the answer: an error or a redirect. A redirect is
 * to a page to log in at, of which no client of an API can make anything: for it that is a 401.
 */
final class HeldResponse extends HttpServletResponseWrapper {

    private int status;

    private @Nullable String message;

    private @Nullable String location;

    private boolean written;

    HeldResponse(HttpServletResponse response) {
        super(response);
    }

    int refusedStatus() {
        if (location != null) {
            return SC_UNAUTHORIZED;
        }
        return status != 0 ? status : getStatus();
    }

    boolean isRedirect() {
        return location != null;
    }

    boolean isWritten() {
        return written;
    }

    /** Does what was kept back. */
    void release() throws IOException {
        if (isCommitted()) {
            return;
        }
        if (location != null) {
            super.sendRedirect(location);
        } else if (status != 0) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendError(int newStatus) {
        this.status = newStatus;
    }

    @Override
    public void sendError(int newStatus, @Nullable String newMessage) {
        this.status = newStatus;
        this.message = newMessage;
    }

    @Override
    public void sendRedirect(String newLocation) {
        this.location = newLocation;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        written = true;
        return super.getWriter();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        written = true;
        return super.getOutputStream();
    }
}
