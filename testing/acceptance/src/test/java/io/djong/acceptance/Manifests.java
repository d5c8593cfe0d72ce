package io.djong.acceptance;

/// The manifests that the tests apply.
final class Manifests {

    static final String IMAGE = "djong.io/busybox:1";

    static final String CONFIG_MAP =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: plain
            data:
              value: a
            """;

    /// A Deployment behind a Service, with configuration from a ConfigMap and a Secret.
    static final String APP =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: app
            data:
              greeting: hello
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: app
            stringData:
              password: s3cret
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app
            spec:
              replicas: 3
              selector:
                matchLabels: {app: app}
              template:
                metadata:
                  labels: {app: app}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                    - name: app
                      image: %1$s
                      command: [sh, -c, "cp /config/greeting /tmp/index.html; echo serving; exec httpd -f -p 8080 -h /tmp"]
                      ports: [{name: http, containerPort: 8080}]
                      env:
                        - name: PASSWORD
                          valueFrom: {secretKeyRef: {name: app, key: password}}
                      readinessProbe:
                        httpGet: {path: /, port: http}
                        periodSeconds: 1
                      volumeMounts: [{name: config, mountPath: /config}]
                  volumes:
                    - name: config
                      configMap: {name: app}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: app
            spec:
              selector: {app: app}
              ports: [{port: 80, targetPort: http}]
            """
                    .formatted(IMAGE);

    static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: count
            spec:
              completions: 3
              parallelism: 2
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: count
                      image: %s
                      command: [sh, -c, "echo counted"]
            """
                    .formatted(IMAGE);

    static final String DAEMON_SET =
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: agent
            spec:
              selector:
                matchLabels: {app: agent}
              template:
                metadata:
                  labels: {app: agent}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                    - name: agent
                      image: %s
                      command: [sleep, "100000"]
            """
                    .formatted(IMAGE);

    /// Fills a shell variable until the kernel ends it.
    static final String MEMORY_HOG =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: hog
            spec:
              restartPolicy: Never
              containers:
                - name: hog
                  image: %s
                  command: [sh, -c, "a=0123456789abcdef; while true; do a=$a$a; done"]
                  resources:
                    limits: {memory: 32Mi}
            """
                    .formatted(IMAGE);

    private Manifests() {}

    /// A pod that runs one line of shell.
    static String pod(String name, String script) {
        return """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
        spec:
          terminationGracePeriodSeconds: 0
          containers:
            - name: main
              image: %s
              command: [sh, -c, "%s"]
        """
                .formatted(name, IMAGE, script);
    }
}
