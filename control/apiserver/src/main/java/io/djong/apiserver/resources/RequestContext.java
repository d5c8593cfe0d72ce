package io.djong.apiserver.resources;

import io.djong.meta.UserInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What rules may know of the request they run in. Confined to the request's thread.
public final class RequestContext {

    private final UserInfo user;
    private final boolean dryRun;
    private final Instant now;
    private final RandomGenerator random;
    private final ObjectReader objects;
    private final Allocators allocators;
    private final List<Runnable> onFailure = new ArrayList<>(0);
    private final List<Runnable> onSuccess = new ArrayList<>(0);
    private final List<String> warnings = new ArrayList<>(0);

    public RequestContext(
            UserInfo user,
            boolean dryRun,
            Instant now,
            RandomGenerator random,
            ObjectReader objects,
            Allocators allocators) {
        this.user = user;
        this.dryRun = dryRun;
        this.now = now;
        this.random = random;
        this.objects = objects;
        this.allocators = allocators;
    }

    public UserInfo user() {
        return user;
    }

    public boolean dryRun() {
        return dryRun;
    }

    public Instant now() {
        return now;
    }

    public RandomGenerator random() {
        return random;
    }

    public ObjectReader objects() {
        return objects;
    }

    public Allocators allocators() {
        return allocators;
    }

    /// Runs `undo` if the object is not stored after all; the last one added runs first.
    public void onFailure(Runnable undo) {
        onFailure.addFirst(undo);
    }

    /// Runs once the object is stored.
    public void onSuccess(Runnable step) {
        onSuccess.add(step);
    }

    public void warn(String text) {
        warnings.add(text);
    }

    public List<String> warnings() {
        return warnings;
    }

    /// Gives back what was taken.
    public void undo() {
        List<Runnable> undoing = List.copyOf(onFailure);
        onFailure.clear();
        undoing.forEach(Runnable::run);
    }

    /// The object was stored: what was taken stays taken.
    public void settle() {
        onFailure.clear();
        onSuccess.forEach(Runnable::run);
        onSuccess.clear();
    }
}
