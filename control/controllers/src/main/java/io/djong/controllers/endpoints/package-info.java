/// Writes down which pods are behind a Service: as EndpointSlices, and as Endpoints for old clients.
///
/// Start at [EndpointSliceController] and [EndpointsController]; [Backends] finds the pods, [SlicePlan] and [SubsetPlan] arrange them.
@NullMarked
package io.djong.controllers.endpoints;

import org.jspecify.annotations.NullMarked;
