package io.djong.admission.webhook;

import java.time.Duration;

/// What is counted of webhooks.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/metrics/ Kubernetes Metrics Reference
public interface HookMetrics {

    /// Why a webhook's request was refused.
    enum Rejection {
        CALLING_WEBHOOK_ERROR,
        APISERVER_INTERNAL_ERROR,
        NO_ERROR
    }

    /// @param type `admit` or `validating`
    /// @param code the HTTP status of the outcome; 0 when there is none
    void called(
            String name, String type, String operation, Duration took, int code, boolean rejected);

    void rejected(String name, String type, String operation, Rejection why, int code);

    void failedOpen(String name, String type);

    /// A webhook was left out because its match conditions say so.
    void excluded(String name, String type, String operation);

    /// Counts nothing.
    HookMetrics NONE =
            new HookMetrics() {
                @Override
                public void called(
                        String name,
                        String type,
                        String operation,
                        Duration took,
                        int code,
                        boolean rejected) {}

                @Override
                public void rejected(
                        String name, String type, String operation, Rejection why, int code) {}

                @Override
                public void failedOpen(String name, String type) {}

                @Override
                public void excluded(String name, String type, String operation) {}
            };
}
