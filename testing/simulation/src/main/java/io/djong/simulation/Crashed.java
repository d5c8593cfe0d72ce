package io.djong.simulation;

/// The process has ended here.
final class Crashed extends RuntimeException {

    Crashed(String place) {
        super("crashed " + place);
    }
}
