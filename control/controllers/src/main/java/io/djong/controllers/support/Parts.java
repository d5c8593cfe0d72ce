package io.djong.controllers.support;

import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Events;
import io.djong.client.Informers;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.util.random.RandomGenerator;

/// What every controller is made of.
public record Parts(
        Client client,
        Informers informers,
        Events events,
        Clock clock,
        Timer timer,
        Threads threads,
        RandomGenerator random) {

    /// @param name as upstream's: `deployment-controller`; also the component of its Events
    public Controller.Builder<ObjectKey> controller(String name) {
        return Controller.named(name, client, informers, clock, timer, threads);
    }

    /// One whose keys are not those of objects.
    public <K> Controller.Builder<K> keyedController(String name) {
        return Controller.keyed(name, client, informers, clock, timer, threads);
    }

    public EventRecorder recorder(String component) {
        return events.recorder(component);
    }
}
