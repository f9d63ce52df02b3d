package network

// NoWheels are the traits of an edge that wheels do not manage.
const NoWheels = Steps | WheelsNo | KerbRaised | Steep

// UntoldShare is the share, by length, of the edges that may be walked and that no trait closes to wheels of which nothing is known
// in this respect (see WheelsTold): 0 to 1, and 0 where there are none.
func (s *Streets) UntoldShare() float64 {
	untold, all := 0.0, 0.0
	for e, t := range s.Traits {
		if t&Foot == 0 || t&NoWheels != 0 {
			continue
		}
		all += s.LengthM[e]
		if t&WheelsTold == 0 {
			untold += s.LengthM[e]
		}
	}
	if all == 0 {
		return 0
	}
	return untold / all
}
