package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import org.diconde4j.web.http.HttpProblem;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, before a service sees it, has a problem document as well. */
final class ProblemHandler implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String detail = status == 404
                ? "there is nothing here; the services are below " + WebServer.PATH
                : message == null || status >= 500 ? "the request cannot be answered" : String.valueOf(message);
        try (OutputStream out = Response.asBufferedOutputStream(request, response)) {
            new HttpProblem(status, detail).write(out);
        } catch (IOException e) {
            callback.failed(e);
            return true;
        }
        callback.succeeded();
        return true;
    }
}
